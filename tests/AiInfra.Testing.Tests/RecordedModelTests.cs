using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Testing.Tests;

public sealed class RecordedModelTests : IDisposable
{
    private static readonly RowSchema Schema = new([new("size", ValueKind.Number), new("color", ValueKind.Text)]);
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "recordings", "raw.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Record_ThenReplay_AnswersBitForBitWithoutTheRealModel()
    {
        Row[] rows = [Row(4.2, "red"), Row(Value.Missing, "blue"), Row(1e300, Value.Missing), Row(-7, "red")];
        Row[] real = Record(rows);
        using RecordedModel replay = RecordedModel.Replay(File);
        using var answers = new RowModel(replay);
        Row[] replayed = answers.Predict(rows);
        Assert.False(replay.IsRecording);
        Assert.Equal(4, replay.Count);
        Assert.Equal(real.Select(r => r.ToString()), replayed.Select(r => r.ToString()));
        Assert.Contains("probability.yes", replayed[0].Schema.Columns.Select(c => c.Name));
    }

    [Fact]
    public void Replay_RowThatWasNotRecorded_NamesItAndSaysWhatToDo()
    {
        Record([Row(1, "red")]);
        using RecordedModel replay = RecordedModel.Replay(File);
        using var answers = new RowModel(replay);
        // To its caller it is a model that failed, as any model's failure is; why stands in it.
        var e = Assert.IsType<RecordingException>(Assert.Throws<InferenceException>(() => answers.Predict(Row(2, "red"))).InnerException);
        Assert.Contains("size=2, color=\"red\"", e.Message);
        Assert.Contains("AIINFRA_RECORD=1", e.Message);
    }

    [Fact]
    public async Task ReplayOrRecord_SecondTime_NeverOpensTheRealModel()
    {
        int opened = 0;
        for (int time = 0; time < 3; time++)
        {
            using RecordedModel model = RecordedModel.ReplayOrRecord(File, () =>
            {
                opened++;
                return OnnxRuntimeModel.Load(Raw());
            });
            await using TestHost host = await TestHost.StartAsync(ai => ai.AddTestModel("raw", model));
            await host.Deployment("raw").PredictAsync(Row(9, "red"));
            Assert.Equal("yes", host.Predictions[0].Outputs["label"].AsText());
        }

        Assert.Equal(1, opened);
    }

    [Fact]
    public void Replay_FileOfSomethingElse_IsRefused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        foreach (string text in new[] { "", "[]", "{\"format\":\"x\"}", "{\"format\":\"aiinfra-recording/1\"}", "{\"format\":\"aiinfra-recording/1\",\"signature\":" })
        {
            System.IO.File.WriteAllText(File, text);
            Assert.Contains("not a recording", Assert.Throws<RecordingException>(() => RecordedModel.Replay(File)).Message);
        }
    }

    [Fact]
    public void Replay_NoFile_IsClear() => Assert.Contains(File, Assert.Throws<RecordingException>(() => RecordedModel.Replay(File)).Message);

    [Fact]
    public void Record_SameRowsTwice_WritesTheSameFile()
    {
        Row[] rows = [Row(4.2, "red"), Row(0.1, "blue")];
        Record(rows);
        byte[] first = System.IO.File.ReadAllBytes(File);
        Record([.. rows.Reverse()]);
        Assert.Equal(first, System.IO.File.ReadAllBytes(File));
    }

    private static Row Row(Value size, Value color) => new(Schema, [size, color]);

    private Row[] Record(Row[] rows)
    {
        using RecordedModel recording = RecordedModel.Record(File, OnnxRuntimeModel.Load(Raw()));
        using var answers = new RowModel(recording);
        return answers.Predict(rows);
    }

    /// <summary>size double, color string: large or red is "yes".</summary>
    private static byte[] Raw()
    {
        var g = new OnnxGraphBuilder("raw");
        OnnxValue size = g.Input("size", OnnxElementType.Double, ["N", 1]);
        OnnxValue color = g.Input("color", OnnxElementType.String, ["N", 1]);
        OnnxValue number = g.Cast(g.Where(g.IsNaN(size), g.Constant(0.0), size), OnnxElementType.Float);
        OnnxValue yes = g.Sigmoid(g.Sub(g.Add(number, g.LabelEncoder(color, ["red"], [1f], 0f)), g.Constant(5f)));
        OnnxValue probability = g.Concat([g.Sub(g.Constant(1f), yes), yes], 1);
        OnnxValue label = g.LabelEncoder(g.ArgMax(probability, 1), [0L, 1L], ["no", "yes"]);
        return g.Output("probability", probability, ["N", 2]).Output("label", label, ["N"])
            .Build(new Dictionary<string, string> { ["aiinfra.classes"] = """["no","yes"]""" }).ToBytes();
    }
}
