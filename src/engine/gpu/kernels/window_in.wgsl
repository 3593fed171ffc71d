// Shared head of kernels that move a cotangent: the window it goes to, on the layer's input.

override MAP_H_IN: i32;
override MAP_W_IN: i32;
override MAP_C_IN: u32;
override WIN_N_IN: u32;
override WIN_H_IN: u32;
override WIN_W_IN: u32;
override WIN_C_IN: u32;
override STRIDE_Y_IN: i32;
override STRIDE_X_IN: i32;
override ORIGIN_Y_IN: i32;
override ORIGIN_X_IN: i32;

