using AiInfra.Evaluation.Calibration;
using AiInfra.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Evaluation.Tests.Calibration;

/// <summary>The appended graph is run in ONNX Runtime and compared with what the calibrator answers here.</summary>
public class OnnxCalibrationTests
{
    private const int Rows = 400;

    [Theory]
    [InlineData("temperature", 3)]
    [InlineData("temperature", 2)]
    [InlineData("vector", 3)]
    [InlineData("platt", 2)]
    [InlineData("plattProbability", 2)]
    [InlineData("isotonic", 2)]
    [InlineData("oneVersusRest", 3)]
    [InlineData("oneVersusRestPlatt", 3)]
    public void Append_LikeTheExportersModel_RuntimeAgrees(string kind, int classes)
    {
        Calibrator calibrator = CalibratorTests.Make(kind);
        OnnxModel model = Model(classes);
        OnnxModel appended = OnnxCalibration.Append(model, calibrator);
        Assert.Equal(model.Graph.Outputs.Select(o => o.ToString()), appended.Graph.Outputs.Select(o => o.ToString()));
        float[] logits = Logits(classes);
        (float[] before, _) = Run(model, logits, classes);
        (float[] after, string[] labels) = Run(appended, logits, classes);
        var expected = new double[classes];
        for (int i = 0; i < Rows; i++)
        {
            calibrator.Apply([.. before.AsSpan(i * classes, classes).ToArray().Select(p => (double)p)], expected);
            for (int k = 0; k < classes; k++)
            {
                Assert.Equal(expected[k], after[(i * classes) + k], 1e-7);
            }

            // The decision is the most probable class, before rounding to float.
            int top = Array.IndexOf(expected, expected.Max());
            Assert.Equal($"class {top}", labels[i]);
        }
    }

    [Fact]
    public void Append_SecondClassOnly_RuntimeAgrees()
    {
        Calibrator calibrator = CalibratorTests.Make("isotonic");
        foreach (bool column in new[] { true, false })
        {
            var graph = new OnnxGraphBuilder("binary", opset: 17);
            OnnxValue x = graph.Input("x", OnnxElementType.Double, column ? ["N", 1] : ["N"]);
            graph.Output("p", graph.Sigmoid(x));
            OnnxModel appended = OnnxCalibration.Append(graph.Build(), calibrator, new() { Probability = "p" });
            double[] logits = [.. Enumerable.Range(0, Rows).Select(i => (i - 200) / 40.0)];
            using var session = new InferenceSession(appended.ToBytes());
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(logits, column ? [Rows, 1] : [Rows]);
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(new RunOptions(), ["x"], [input], ["p"]);
            double[] answers = outputs[0].GetTensorDataAsSpan<double>().ToArray();
            Assert.Equal(column ? [Rows, 1] : [Rows], outputs[0].GetTensorTypeAndShape().Shape);
            Assert.All(Enumerable.Range(0, Rows), i => Assert.Equal(calibrator.Apply(1 / (1 + Math.Exp(-logits[i]))), answers[i], 1e-12));
        }
    }

    [Fact]
    public void Append_IntegerLabels_AreDecidedAgain()
    {
        var graph = new OnnxGraphBuilder("binary", opset: 15);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", 2]);
        graph.Output("probabilities", graph.Softmax(x)).Output("label", graph.LabelEncoder(graph.ArgMax(x), [0L, 1L], [-5L, 7L], 0));
        OnnxModel appended = OnnxCalibration.Append(graph.Build(), new PlattCalibrator(1, -2), new() { Probability = "probabilities", Labels = ["-5", "7"] });
        using var session = new InferenceSession(appended.ToBytes());
        using OrtValue input = OrtValue.CreateTensorValueFromMemory<float>([0, 1, 0, 3, 1, 0], [3, 2]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(new RunOptions(), ["x"], [input], ["label"]);
        Assert.Equal([-5L, 7L, -5L], outputs[0].GetTensorDataAsSpan<long>().ToArray());
    }

    [Fact]
    public void Append_AnswerWhoseNameAColumnHas_IsDecidedAgain()
    {
        var graph = new OnnxGraphBuilder("binary", opset: 15);
        OnnxValue x = graph.Input("label", OnnxElementType.Float, ["N", 2]);
        graph.Output("probability", graph.Softmax(x)).Output("answer.label", graph.LabelEncoder(graph.ArgMax(x), [0L, 1L], [-5L, 7L], 0));
        OnnxModel model = graph.Build(new Dictionary<string, string> { ["aiinfra.answers"] = """{"answer.label":"label"}""" });
        OnnxModel appended = OnnxCalibration.Append(model, new PlattCalibrator(1, -2), new() { Labels = ["-5", "7"] });
        using var session = new InferenceSession(appended.ToBytes());
        using OrtValue input = OrtValue.CreateTensorValueFromMemory<float>([0, 1, 0, 3, 1, 0], [3, 2]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(new RunOptions(), ["label"], [input], ["answer.label"]);
        Assert.Equal([-5L, 7L, -5L], outputs[0].GetTensorDataAsSpan<long>().ToArray());
    }

    [Fact]
    public void Append_ZeroProbabilities_RuntimeAgrees()
    {
        var graph = new OnnxGraphBuilder("certain", opset: 17);
        graph.Output("probability", graph.Identity(graph.Input("x", OnnxElementType.Float, ["N", 3])));
        Calibrator calibrator = new TemperatureCalibrator(20);
        OnnxModel appended = OnnxCalibration.Append(graph.Build(), calibrator);
        using var session = new InferenceSession(appended.ToBytes());
        using OrtValue input = OrtValue.CreateTensorValueFromMemory<float>([1, 0, 0], [1, 3]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(new RunOptions(), ["x"], [input], ["probability"]);
        var expected = new double[3];
        calibrator.Apply([1, 0, 0], expected);
        Assert.All(Enumerable.Range(0, 3), k => Assert.Equal(expected[k], outputs[0].GetTensorDataAsSpan<float>()[k], 1e-7));
    }

    [Fact]
    public void Append_Model_CarriesTheCalibratorAndItsOwnMetadata()
    {
        Calibrator calibrator = CalibratorTests.Make("vector");
        OnnxModel appended = OnnxModel.Read(OnnxCalibration.Append(Model(3), calibrator).ToBytes());
        Assert.Equal(calibrator, OnnxCalibration.Read(appended));
        Assert.Equal("classification", appended.Metadata["aiinfra.task"]);
        Assert.Null(OnnxCalibration.Read(Model(3)));
    }

    [Fact]
    public void Append_Twice_Refused() =>
        Refused("calibrated already", () => OnnxCalibration.Append(OnnxCalibration.Append(Model(3), new TemperatureCalibrator(2)), new TemperatureCalibrator(2)));

    [Fact]
    public void Append_NoSuchOutput_NamesThoseThere() =>
        Refused("no output 'scores'; its outputs are probability, label", () => OnnxCalibration.Append(Model(3), new TemperatureCalibrator(2), new() { Probability = "scores" }));

    [Fact]
    public void Append_OtherNumberOfClasses_SaysBoth() => Refused("serves 2 classes; output 'probability' has 3", () => OnnxCalibration.Append(Model(3), new PlattCalibrator(1, 0)));

    [Fact]
    public void Append_LabelsNotKnown_AsksForThem()
    {
        OnnxModel model = Model(2);
        model.Metadata.Clear();
        Refused("does not say its labels", () => OnnxCalibration.Append(model, new PlattCalibrator(1, 0)));
        Assert.NotNull(OnnxCalibration.Append(model, new TemperatureCalibrator(2)));
    }

    [Fact]
    public void Append_ProbabilityOfIntegers_Refused()
    {
        var graph = new OnnxGraphBuilder("odd", opset: 17);
        graph.Output("probability", graph.Identity(graph.Input("x", OnnxElementType.Int64, ["N", 2])));
        Refused("float or double is needed", () => OnnxCalibration.Append(graph.Build(), new TemperatureCalibrator(2)));
    }

    private static void Refused(string words, Action act) => Assert.Contains(words, Assert.Throws<CalibrationException>(act).Message);

    /// <summary>As AiInfra.Training exports: logits to "probability" and "label", the classes in the metadata.</summary>
    private static OnnxModel Model(int classes)
    {
        var graph = new OnnxGraphBuilder("model", opset: 20);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", classes]);
        string[] names = [.. Enumerable.Range(0, classes).Select(k => $"class {k}")];
        graph.Output("probability", graph.Softmax(x, 1), OnnxShape.Create(["N", classes]), OnnxElementType.Float);
        graph.Output("label", graph.LabelEncoder(graph.ArgMax(x, 1, keepDims: true), [.. Enumerable.Range(0, classes).Select(k => (long)k)], names), OnnxShape.Create(["N", 1]), OnnxElementType.String);
        return graph.Build(new Dictionary<string, string> { ["aiinfra.task"] = "classification", ["aiinfra.classes"] = System.Text.Json.JsonSerializer.Serialize(names) });
    }

    private static float[] Logits(int classes)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, Rows * classes).Select(i => (float)((random.NextDouble() - 0.5) * (i % 7 == 0 ? 60 : 5)))];
    }

    private static (float[] Probabilities, string[] Labels) Run(OnnxModel model, float[] logits, int classes)
    {
        using var session = new InferenceSession(model.ToBytes());
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(logits, [Rows, classes]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(new RunOptions(), ["x"], [input], ["probability", "label"]);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetStringTensorAsArray());
    }
}
