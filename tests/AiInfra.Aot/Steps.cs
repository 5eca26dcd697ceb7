using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Core.Sketches;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics.Classification;
using AiInfra.Observability.Monitoring;
using AiInfra.Onnx;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Typed;
using AiInfra.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiInfra.Aot;

/// <summary>The way of a model through the packages: built, stored, registered, served in a host, watched, judged.</summary>
internal static class Steps
{
    private static readonly RowSchema s_schema = new([new Column("size", ValueKind.Number), new Column("color", ValueKind.Text)]);

    public static async Task RunAsync(string folder)
    {
        OnnxModel model = Model();
        Require(OnnxChecker.Check(model).Count == 0 && OnnxModel.Read(model.ToBytes()).ToBytes().AsSpan().SequenceEqual(model.ToBytes()), "the ONNX model is good and reads back as written");
        await RegisterAsync(folder, model);
        await ServeAsync(folder);
        AskByColumn(model);
        AskWithArrays();
        Evaluate();
    }

    /// <summary>size double and color text to value: twice the size, and 10 more for red.</summary>
    private static OnnxModel Model()
    {
        var g = new OnnxGraphBuilder("price");
        OnnxValue size = g.Input("size", OnnxElementType.Double, ["N", 1]);
        OnnxValue color = g.Input("color", OnnxElementType.String, ["N", 1]);
        OnnxValue red = g.Cast(g.LabelEncoder(color, ["red"], [10f], 0f), OnnxElementType.Double);
        return g.Output("value", g.Add(g.Mul(size, g.Constant(2.0)), red), ["N", 1]).Build();
    }

    private static async Task RegisterAsync(string folder, OnnxModel model)
    {
        using AiInfraStore store = AiInfraStore.Open(folder);
        ArtifactDigest digest = await store.Artifacts.PutBytesAsync(model.ToBytes());
        Require((await store.Artifacts.ReadBytesAsync(digest)).Length == model.ToBytes().Length, "the artifact reads back");
        ModelVersion version = await store.Catalog.Models.RegisterAsync(new ModelVersion { Model = "price", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = digest } });
        await store.Catalog.Models.MoveAliasesAsync([new AliasMove("price", "champion", From: null, To: version.Version, "aot", "first", DateTimeOffset.UtcNow)]);
    }

    private static async Task ServeAsync(string folder)
    {
        // Without watching a settings file: the user's inotify instances may all be taken.
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.Services.AddAiInfra(ai => ai.StoreIn(folder))
            .AddServing("price", s => s.Batch(maxSize: 16))
            .AddMonitoring("price", m => m.Drift(d => d.Window = 100).Log(l => l.Share = 1));
        using IHost host = builder.Build();
        await host.StartAsync();
        Deployment deployment = host.Services.GetRequiredService<IDeployments>().Get("price");
        RowPrediction row = await deployment.PredictAsync(new Row(s_schema, [Value.Of(3.0), Value.Of("red")]));
        Require(row.Outputs[0].AsNumber() == 16, "a row is answered");
        TypedPrediction<Price> typed = await deployment.Typed<House, Price>().PredictAsync(new House(4, "blue"));
        Require(typed.Output.Value == 8 && typed.Id.Length > 0, "a record is answered");
        Price[] many = [.. (await Task.WhenAll(Enumerable.Range(0, 100).Select(i => deployment.Typed<House, Price>().PredictAsync(new House(i, "red")).AsTask()))).Select(p => p.Output)];
        Require(many.Select((p, i) => p.Value == (2 * i) + 10).All(right => right), "a batch of records is answered");
        InferenceResult tensors = await deployment.InferAsync([new NamedTensor("size", TensorData.Of<double>([1.5], [1, 1])), new NamedTensor("color", TensorData.Of<string?>(["green"], [1, 1]))]);
        Require(tensors.Outputs[0].Data.Span<double>()[0] == 3, "tensors are answered");
        var hub = host.Services.GetRequiredService<SignalHub>();
        hub.Publish(new Feedback(row.Id, "16", DateTimeOffset.UtcNow));
        await host.StopAsync();
    }

    private static void AskByColumn(OnnxModel model)
    {
        using OnnxRuntimeModel loaded = OnnxRuntimeModel.Load(model.ToBytes());
        using var asked = new RowModel(loaded);
        RowBatch answers = asked.Predict(new RowBatch(s_schema, [new NumberColumn([1, 2, double.NaN]), TextColumn.Of(["red", "blue", null])]));
        Require(answers.Numbers("value") is [12, 4, double.NaN], "a batch is answered by column");
        PredictionSet judged = PredictionSet.OfAnswers(answers.Slice(0, 2), new NumberColumn([10, 5]));
        Require(judged.Values is [12, 4] && judged.Truth is [10, 5], "answers are judged by column");
    }

    private static void AskWithArrays()
    {
        ModelSignature signature = new(
            [new TensorSpec("numbers", TensorType.Float32, [-1, 2], ["N", null]), new TensorSpec("ids", TensorType.Int64, [-1, 2], ["N", null]), new TensorSpec("words", TensorType.String, [-1, 2], ["N", null])],
            [new TensorSpec("numbers", TensorType.Float32, [-1, 2], ["N", null]), new TensorSpec("ids", TensorType.Int64, [-1, 2], ["N", null]), new TensorSpec("words", TensorType.String, [-1, 2], ["N", null])]);
        var codec = new TypedCodec<Arrays, Arrays>(signature);
        using var same = new DelegateModel(signature, slot =>
        {
            slot.Inputs[0].Bytes.CopyTo(slot.Outputs[0].Bytes);
            slot.Inputs[1].Bytes.CopyTo(slot.Outputs[1].Bytes);
            slot.Inputs[2].Text.CopyTo(slot.Outputs[2].Text);
        });
        using ModelSlot slot = same.CreateSlot();
        slot.SetRows(1);
        codec.Write(new Arrays([1, 2], [3, 4], ["a", "b"]), slot, 0);
        slot.Run();
        Arrays came = codec.Read(new Arrays([], [], []), slot, 0);
        Require(came.Numbers is [1, 2] && came.Ids is [3, 4] && came.Words is ["a", "b"], "a record of arrays is answered");
    }

    private static void Evaluate()
    {
        TableSummary summary = TableSketch.Summarize(s_schema, Enumerable.Range(0, 500).Select(i => new Row(s_schema, [Value.Of(i % 50), Value.Of(i % 3 == 0 ? "red" : "blue")])));
        Require(summary.Columns.Count == 2, "rows are summarised");
        var monitor = new MonitorReference(summary);
        Require(monitor.Inputs is not null, "a reference is made");
        var labels = new ClassLabels(["stays", "leaves"]);
        PredictionSet scored = PredictionSet.OfScores(labels, [0, 1, 1, 0, 1, 0], [0.4, 0.6, 0.3, 0.2, 0.8, 0.7]);
        EvaluationPlan plan = new EvaluationBuilder("churn").Accuracy().RocAuc().Gate(g => g.AtLeast("rocAuc", 0.5)).Build();
        EvaluationReport report = new Evaluator(plan).Run(scored);
        Require(RocAuc.Of([false, false, true, true], [0.1, 0.4, 0.35, 0.8]).Value == 0.75, "a metric is right");
        Require(report.ToJson().Length > 0 && report.ToMarkdown().Length > 0 && report.ToHtml().Length > 0, "a report is written");
    }

    private static void Require(bool right, string what)
    {
        Console.WriteLine($"{(right ? "ok" : "WRONG")}: {what}");
        if (!right)
        {
            throw new InvalidOperationException($"Not so: {what}.");
        }
    }
}
