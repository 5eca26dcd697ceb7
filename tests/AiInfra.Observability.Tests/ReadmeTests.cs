using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Core.Statistics;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_FirstBlock_RunsAndRaises()
    {
        RowSchema schema = Make.Inputs;
        var random = new Random(1);
        Row[] trainingRows = [.. Enumerable.Range(0, 2000).Select(_ => new Row(schema, [random.NextDouble(), "a"]))];
        IEnumerable<Prediction> stream = trainingRows.Select((r, i) => Make.Prediction(i, r, Make.Answer("down"), deployment: "price-up"));

        var hub = new SignalHub();
        await using var monitor = new ModelMonitor("price-up", new MonitorOptions { Inline = true });
        monitor.SetReference(1, new MonitorReference(TableSketch.Summarize(schema, trainingRows), QualityBaseline.FromAccuracy(0.9, 1000)));
        hub.Subscribe(monitor);

        foreach (Prediction prediction in stream)
        {
            hub.Publish(prediction);
            hub.Publish(new Core.Signals.Feedback(prediction.Id, "up", prediction.At.AddHours(1)));
        }

        Assert.True(monitor.Status.QualityAlarm);
        Assert.False(monitor.Status.DriftAlarm);
    }
}
