// What --help prints.

export const HELP = `The Jacobian of a layer's outputs with respect to parameters or input, exactly, in one go.

  npm run --silent jacobian -- --model DIR/model.json --input IMAGES.npy --of LAYER --out OUT.npz

  --model FILE        TensorFlow.js layers model: model.json, its weight files beside it
  --input FILE        images: .npy of float32, float64 or uint8, [N,H,W,C], or IDX; gzipped or not; taken as they are
  --images A:B        only images A up to and without B; default all
  --of LAYER          the layer whose outputs are differentiated
  --wrt WHAT          params (default): all trainable ones up to LAYER; input; or names: conv1/kernel,bn1/gamma
  --batch-norm MODE   inference (default): with moving statistics; batch: with those of the images, which couples them
  --method METHOD     auto (default), structured, batched, loop
  --device WHERE      auto (default): WebGPU where there is a driver, else the float64 reference; webgpu; cpu
  --layout LAYOUT     dense (default): J [rows, columns]; blocks: as stored, with their columns; parameters: one array each
  --rows A:B          rows A up to and without B, counted over (image, y, x, channel); default all
  --budget BYTES      what may be held at a time: 256MB (default), 1e9, 2GiB
  --out FILE          OUT.npz for NumPy, or OUT.mat for MATLAB and Octave
  --plan              print what it would take, as JSON, and end
  --help, --version

Of A:B either may be left out. What the files hold is in docs/cli.md.
Exit codes: 0 done, 64 wrong usage, 65 bad data, 75 the device was lost, or memory or disk ran out, 130 interrupted.
`;
