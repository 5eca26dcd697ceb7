using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Observability.Tests;

/// <summary>Signals for tests.</summary>
internal static class Make
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly RowSchema Label = new([new("label", ValueKind.Text)]);

    public static readonly RowSchema Number = new([new("value", ValueKind.Number)]);

    public static readonly RowSchema Inputs = new([new("x", ValueKind.Number), new("c", ValueKind.Text)]);

    public static Row Answer(string label) => new(Label, [label]);

    public static Row Answer(double value) => new(Number, [value]);

    public static RowPrediction Prediction(int id, Row? inputs = null, Row? outputs = null, int version = 1, PredictionRole role = PredictionRole.Champion, string deployment = "d") => new()
    {
        Id = role == PredictionRole.Shadow ? $"p{id}/shadow" : $"p{id}",
        Deployment = deployment,
        Model = "m",
        Version = version,
        Role = role,
        At = Start.AddSeconds(id),
        Latency = TimeSpan.FromMilliseconds(1),
        Inputs = inputs ?? new Row(Inputs, [1.0, "a"]),
        Outputs = outputs ?? Answer("yes"),
        Of = role == PredictionRole.Shadow ? $"p{id}" : null,
    };

    public static Feedback Feedback(int id, Value? label = null) => new($"p{id}", label ?? "yes", Start.AddSeconds(id + 100));

    public static TensorPrediction Boxes(int id, int count = 3, int version = 1) => new()
    {
        Id = $"p{id}",
        Deployment = "d",
        Model = "m",
        Version = version,
        At = Start.AddSeconds(id),
        Latency = TimeSpan.FromMilliseconds(1),
        Inputs = [new TensorShape("image", "FP32", [1, 3, 8, 8])],
        Outputs = [new TensorShape("boxes", "FP32", [count, 4])],
    };

    public static FailedRequest Failure(int id, string kind, int version = 1, PredictionRole role = PredictionRole.Champion) => new()
    {
        Id = $"p{id}",
        Deployment = "d",
        Model = "m",
        Version = version,
        Role = role,
        At = Start.AddSeconds(id),
        Latency = TimeSpan.FromMilliseconds(1),
        Failure = new RequestFailure(kind, "It failed."),
    };
}
