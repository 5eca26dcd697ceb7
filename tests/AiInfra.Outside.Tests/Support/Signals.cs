using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Outside.Tests.Support;

/// <summary>Signals of a deployment "d".</summary>
internal static class Signals
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RowSchema s_label = new([new("label", ValueKind.Text)]);

    public static RowSchema Inputs { get; } = new([new("x", ValueKind.Number), new("c", ValueKind.Text)]);

    public static RowPrediction Prediction(int id, double x = 1, string c = "a", double milliseconds = 1) => new()
    {
        Id = $"p{id}",
        Deployment = "d",
        Model = "m",
        Version = 1,
        At = s_start.AddSeconds(id),
        Latency = TimeSpan.FromMilliseconds(milliseconds),
        Inputs = new Row(Inputs, [x, c]),
        Outputs = new Row(s_label, ["yes"]),
    };
}
