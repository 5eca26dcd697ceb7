// <readme> docs/metrics/calibration.md 1
using AiInfra.Evaluation.Calibration;
using AiInfra.Metrics;
using AiInfra.Metrics.Calibration;
using AiInfra.Onnx;
// </readme>
using AiInfra.Readmes;

namespace Docs;

/// <summary>The code of docs/metrics/calibration.md, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class CalibrationDocTests
{
    [Fact]
    public void Calibration_Example_Runs()
    {
        using var folder = new ReadmeFolder();
        bool[] truth = [true, false, true, true, false, false];
        double[] probabilities = [0.9, 0.2, 0.6, 0.7, 0.4, 0.1];
        bool[] heldOutTruth = truth;
        double[] heldOutProbabilities = probabilities;
        var graph = new OnnxGraphBuilder("binary", opset: 17);
        graph.Output("probability", graph.Sigmoid(graph.Input("x", OnnxElementType.Double, ["N"])));
        graph.Build().Write("model.onnx");

        // <readme> docs/metrics/calibration.md 1
        // Given: bool[] truth, heldOutTruth; double[] probabilities, heldOutProbabilities
        Score error = ExpectedCalibrationError.Of(truth, probabilities, bins: 15);
        BrierDecomposition parts = BrierDecomposition.Of(truth, probabilities);

        TemperatureCalibrator calibrator = TemperatureCalibrator.Fit(heldOutTruth, heldOutProbabilities);
        OnnxModel served = OnnxCalibration.Append(OnnxModel.Read("model.onnx"), calibrator);
        served.Write("calibrated.onnx");                       // same inputs and outputs, calibrated probabilities
        // </readme>

        Assert.True(File.Exists("calibrated.onnx"));
        Assert.Equal(6, error.Count);
        Assert.Equal(parts.Brier, parts.Reliability - parts.GeneralisedResolution + parts.Uncertainty, 1e-12);
    }
}
