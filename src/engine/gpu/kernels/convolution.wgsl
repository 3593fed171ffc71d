// Shared head of the convolution kernels: the geometry of layers/convolution.ts. A dense layer is the 1×1 case.

override KH: u32;
override KW: u32;
override CONV_STRIDE_Y: i32;
override CONV_STRIDE_X: i32;
override DILATION_Y: i32;
override DILATION_X: i32;
override BEFORE_Y: i32;
override BEFORE_X: i32;
override IN_H: i32;
override IN_W: i32;
override CIN: u32;
override OUT_H: u32;
override OUT_W: u32;
override COUT: u32;

