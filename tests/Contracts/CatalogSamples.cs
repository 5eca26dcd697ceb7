using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Contracts;

/// <summary>What the contracts put into catalogs: every part is filled, with odd characters and numbers.</summary>
internal static class CatalogSamples
{
    public static readonly DateTimeOffset T0 = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly RowSchema In = new([new Column("price", ValueKind.Number), new Column("site", ValueKind.Text), new Column("at", ValueKind.Instant), new Column("open", ValueKind.Boolean)]);
    private static readonly RowSchema Out = new([new Column("probability", ValueKind.Number)]);

    public static ArtifactDigest Digest(string text) => ArtifactDigest.Of(System.Text.Encoding.UTF8.GetBytes(text));

    public static DatasetCommit Commit(string id, string? parent, string dataset = "sales") => new()
    {
        Id = id,
        Dataset = dataset,
        ParentId = parent,
        Message = $"commit {id}",
        At = T0,
        Files = [new DatasetFile("part/0.parquet", Digest(id + "0"), 10, 3), new DatasetFile("part/1.parquet", Digest(id + "1"), 20, 4)],
        Schema = """{"price":"number"}""",
        Statistics = Digest(id + "statistics"),
        RunId = "run-1",
        Metadata = new Dictionary<string, string> { ["source"] = "naïve \"csv\"" },
    };

    public static ModelVersion Version(string content, string? run = "run-1", string model = "price-up") => new()
    {
        Model = model,
        Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = Digest(content), [ModelFiles.Encoder] = Digest(content + "e") },
        RunId = run,
        DatasetCommitId = "c1",
        Metrics = new Dictionary<string, double> { ["auc"] = 0.75, ["loss"] = double.NaN, ["worst"] = double.PositiveInfinity },
        Tags = new Dictionary<string, string> { ["by"] = "test" },
    };

    public static AliasMove Move(string alias, int? from, int? to, string model = "price-up") => new(model, alias, from, to, "tester", "because", T0);

    public static RowPrediction Predict(string id, int version = 1, PredictionRole role = PredictionRole.Champion, string deployment = "d", int minute = 0) => new()
    {
        Id = id,
        Deployment = deployment,
        Model = "price-up",
        Version = version,
        Role = role,
        At = T0.AddMinutes(minute),
        Latency = TimeSpan.FromTicks(12345),
        Inputs = new Row(In, [1.5, "Zürich \u2028", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), true]),
        Outputs = new Row(Out, [double.NegativeInfinity]),
        TraceId = "00-ab-cd-01",
        Key = "user-7",
    };

    public static TensorPrediction Boxes(string id) => new()
    {
        Id = id,
        Deployment = "d",
        Model = "detector",
        Version = 1,
        At = T0,
        Latency = TimeSpan.FromTicks(12345),
        Inputs = [new TensorShape("image", "FP32", [1, 3, 224, 224])],
        Outputs = [new TensorShape("boxes", "FP32", [12, 4]), new TensorShape("names", "BYTES", [12])],
        Key = "user-7",
    };

    public static Completion Say(string id) => new()
    {
        Id = id,
        Deployment = "d",
        Model = "assistant",
        Version = 1,
        At = T0,
        Inputs = [new CompletionMessage("system", null), new CompletionMessage("user", "Grüezi \u2028 \"x\"")],
        Outputs = [new CompletionMessage("assistant", "Hoi")],
        FinishReason = "stop",
        Usage = new Usage(12, 2) { CachedInputTokens = 8, ReasoningTokens = 1 },
        Failure = new RequestFailure("ContentFiltered", "cut"),
    };

    public static FailedRequest Fail(string id) => new()
    {
        Id = id,
        Deployment = "d",
        Model = "price-up",
        Version = 2,
        Role = PredictionRole.Canary,
        At = T0,
        Latency = TimeSpan.FromMilliseconds(3),
        TraceId = "00-ab",
        Failure = new RequestFailure("InferenceException", "The model failed."),
    };
}
