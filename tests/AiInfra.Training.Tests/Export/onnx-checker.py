"""Checks the ONNX files of a folder with the onnx package's own checker. Exit 77: the package is not there."""
import pathlib
import sys

try:
    import onnx
    from onnx import checker, defs, shape_inference
except ImportError:
    print("skipped: there is no Python package onnx here")
    sys.exit(77)

bad = checked = newer = 0
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    model = onnx.load(str(path))
    if any(o.domain in ("", "ai.onnx") and o.version > defs.onnx_opset_version() for o in model.opset_import):
        newer += 1
        continue
    checked += 1
    try:
        checker.check_model(model, full_check=True)
        shape_inference.infer_shapes(model, strict_mode=True)
    except Exception as error:  # the checker throws types of its own, and those of protobuf
        bad += 1
        print(f"{path.name}: {error}")
print(f"onnx {onnx.__version__}: {checked} files checked, {bad} refused, {newer} of operators newer than it knows")
sys.exit(1 if bad or not checked else 0)
