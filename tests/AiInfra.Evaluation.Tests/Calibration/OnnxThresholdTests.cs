using AiInfra.Core.Rows;
using AiInfra.Evaluation.Calibration;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Classification;
using AiInfra.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Evaluation.Tests.Calibration;

/// <summary>The graph with its threshold is run in ONNX Runtime and compared with the comparison made here.</summary>
public class OnnxThresholdTests
{
    private const int Rows = 500;

    [Theory]
    [InlineData(0.27, null, true)]
    [InlineData(0.27, "late", true)]
    [InlineData(0.8, "in time", true)]
    [InlineData(0, null, false)]
    [InlineData(1, null, false)]
    [InlineData(double.PositiveInfinity, null, true)]
    public void Set_TwoClasses_DecidesByTheProbabilityThatItAnswers(double threshold, string? positive, bool column)
    {
        OnnxModel model = OnnxThreshold.Set(Model(column), threshold, positive);
        (float[] probabilities, string[] labels) = Run(model, column);
        int at = positive == "in time" ? 0 : 1;
        for (int i = 0; i < Rows; i++)
        {
            bool chosen = probabilities[(2 * i) + at] >= threshold;
            Assert.Equal(chosen == (at == 1) ? "late" : "in time", labels[i]);
        }

        Assert.Equal(threshold is > 0 and < 1 ? 2 : 1, labels.Distinct().Count());
        Assert.Equal(Run(Model(column), column).Probabilities, probabilities);
        Assert.Equal(Model(column).Graph.Outputs.Select(o => o.ToString()), model.Graph.Outputs.Select(o => o.ToString()));
    }

    [Fact]
    public void Set_ThresholdOfAScoreOfTheRows_TakesThatRowIn()
    {
        // The candidates of a choice are the scores themselves: the row that gave the threshold is answered as positive.
        (float[] probabilities, _) = Run(Model(true), true);
        for (int i = 0; i < Rows; i += 50)
        {
            (_, string[] labels) = Run(OnnxThreshold.Set(Model(true), probabilities[(2 * i) + 1]), true);
            Assert.Equal("late", labels[i]);
        }
    }

    [Fact]
    public void Set_Again_Replaces()
    {
        OnnxModel twice = OnnxThreshold.Set(OnnxThreshold.Set(Model(true), 0.9), 0.2);
        Assert.Equal(Run(OnnxThreshold.Set(Model(true), 0.2), true).Labels, Run(twice, true).Labels);
        Assert.Equal("""{"class":"late","threshold":0.2}""", twice.Metadata[OnnxThreshold.MetadataKey]);
        Assert.Equal("classification", twice.Metadata["aiinfra.task"]);
    }

    [Fact]
    public void Set_WrongModel_SaysWhatIsNeeded()
    {
        Refused("has 3: a, b, c", () => OnnxThreshold.Set(Model(true, ["a", "b", "c"]), 0.5));
        Refused("no label 'soon'; the labels are in time, late", () => OnnxThreshold.Set(Model(true), 0.5, "soon"));
        Refused("no output 'answer' with a decision", () => OnnxThreshold.Set(Model(true), 0.5, options: new() { Label = "answer" }));
        Refused("Append the calibrator first", () => OnnxCalibration.Append(OnnxThreshold.Set(Model(true), 0.5), new PlattCalibrator(1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => OnnxThreshold.Set(Model(true), double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => OnnxThreshold.Set(Model(true), 1.01));
    }

    [Fact]
    public void Append_ThenSet_DecidesByTheCalibratedProbability()
    {
        OnnxModel model = OnnxThreshold.Set(OnnxCalibration.Append(Model(true), new PlattCalibrator(1, -2)), 0.3);
        (float[] probabilities, string[] labels) = Run(model, true);
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => probabilities[(2 * i) + 1] >= 0.3 ? "late" : "in time"), labels);
    }

    [Fact]
    public void Run_ServedAnswersWithALabel_JudgesTheLabel()
    {
        var asked = new RowSchema([new Column("x", ValueKind.Number), new Column("target", ValueKind.Text)]);
        var said = new RowSchema([new Column("probability.in time", ValueKind.Number), new Column("probability.late", ValueKind.Number), new Column("label", ValueKind.Text)]);
        Row[] rows = [new(asked, [1, "late"]), new(asked, [2, "late"]), new(asked, [3, "in time"])];
        Row[] answers = [new(said, [0.7, 0.3, "late"]), new(said, [0.4, 0.6, "late"]), new(said, [0.9, 0.1, "in time"])];
        (PredictionSet set, _) = AnswerReader.Read(rows, "target", answers);
        Assert.Equal(1, set.Score(new Accuracy()).Value);
        Assert.Equal(1, set.Score(new RocAuc()).Value);
        Assert.Throws<ArgumentException>(() => AnswerReader.Read(rows, "target", [answers[0], answers[1], new(said, [0.9, 0.1, "early"])]));
    }

    private static void Refused(string because, Action action) => Assert.Contains(because, Assert.Throws<CalibrationException>(action).Message);

    private static OnnxModel Model(bool column, string[]? classes = null)
    {
        classes ??= ["in time", "late"];
        var graph = new OnnxGraphBuilder("model", opset: 20);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", classes.Length]);
        OnnxValue best = graph.ArgMax(x, 1, keepDims: column);
        graph.Output("probability", graph.Softmax(x, 1), OnnxShape.Create(["N", classes.Length]), OnnxElementType.Float);
        graph.Output("label", graph.LabelEncoder(best, [.. Enumerable.Range(0, classes.Length).Select(i => (long)i)], classes), column ? OnnxShape.Create(["N", 1]) : OnnxShape.Create(["N"]), OnnxElementType.String);
        return graph.Build(new Dictionary<string, string> { ["aiinfra.task"] = "classification", ["aiinfra.classes"] = System.Text.Json.JsonSerializer.Serialize(classes) });
    }

    private static (float[] Probabilities, string[] Labels) Run(OnnxModel model, bool column)
    {
        var random = new Random(3);
        float[] logits = [.. Enumerable.Range(0, Rows * 2).Select(_ => (float)((random.NextDouble() * 6) - 3))];
        using var session = new InferenceSession(model.ToBytes());
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(logits, [Rows, 2]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [input], ["probability", "label"]);
        Assert.Equal(column ? [Rows, 1] : [Rows], outputs[1].GetTensorTypeAndShape().Shape);
        return (outputs[0].GetTensorDataAsSpan<float>().ToArray(), outputs[1].GetStringTensorAsArray());
    }
}
