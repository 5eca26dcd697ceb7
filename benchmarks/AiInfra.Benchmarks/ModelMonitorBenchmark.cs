using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Core.Statistics;
using AiInfra.Observability;
using AiInfra.Observability.Predictions;
using BenchmarkDotNet.Attributes;

namespace AiInfra.Benchmarks;

/// <summary>What watching costs a prediction on the request's thread, drift and quality on.</summary>
[MemoryDiagnoser]
public class ModelMonitorBenchmark
{
    private const int Rows = 20_000;
    private readonly Prediction[] _predictions = new Prediction[Rows];
    private ModelMonitor _monitor = null!;

    /// <summary>Columns of the inputs.</summary>
    [Params(8, 100)]
    public int Columns { get; set; }

    /// <summary>Whether judged on the request's thread.</summary>
    [Params(false, true)]
    public bool Inline { get; set; }

    /// <summary>Makes the stream and its reference.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var schema = new RowSchema(Enumerable.Range(0, Columns).Select(i => new Column("k" + i, i % 4 == 3 ? ValueKind.Text : ValueKind.Number)));
        var answer = new Row(new RowSchema([new("label", ValueKind.Text)]), ["yes"]);
        for (int i = 0; i < Rows; i++)
        {
            var inputs = new Row(schema, [.. schema.Columns.Select(c => c.Kind == ValueKind.Text ? Value.Of("c" + random.Next(20)) : Value.Of(random.NextDouble()))]);
            _predictions[i] = new Prediction { Id = "p" + i, Deployment = "d", Model = "m", Version = 1, At = DateTimeOffset.UnixEpoch.AddSeconds(i), Inputs = inputs, Outputs = answer };
        }

        _monitor = new ModelMonitor("d", new MonitorOptions { Inline = Inline, WhenFull = WhenFull.Drop, QueueCapacity = 10 * Rows });
        _monitor.SetReference(1, new(TableSketch.Summarize(schema, _predictions.Select(p => p.Inputs))));
    }

    /// <summary>Predictions through the monitor.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public void Predictions()
    {
        foreach (Prediction prediction in _predictions)
        {
            _monitor.OnPrediction(prediction);
        }
    }
}
