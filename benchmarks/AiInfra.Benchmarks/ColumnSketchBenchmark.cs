using AiInfra.Core.Rows;
using AiInfra.Core.Statistics;
using BenchmarkDotNet.Attributes;

namespace AiInfra.Benchmarks;

/// <summary>Numbers and texts a second into a column's sketch.</summary>
[MemoryDiagnoser]
public class ColumnSketchBenchmark
{
    private const int Rows = 1_000_000;
    private readonly double[] _numbers = new double[Rows];
    private readonly string[] _texts = new string[Rows];

    /// <summary>Makes the rows.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (int i = 0; i < Rows; i++)
        {
            _numbers[i] = random.NextDouble();
            _texts[i] = "category" + random.Next(50);
        }
    }

    /// <summary>Random numbers.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public ColumnSummary Numbers()
    {
        var sketch = new ColumnSketch("x", ValueKind.Number);
        sketch.AddNumbers(_numbers);
        return sketch.ToSummary();
    }

    /// <summary>Fifty categories.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public ColumnSummary Texts()
    {
        var sketch = new ColumnSketch("x", ValueKind.Text);
        foreach (string text in _texts)
        {
            sketch.AddText(text);
        }

        return sketch.ToSummary();
    }
}
