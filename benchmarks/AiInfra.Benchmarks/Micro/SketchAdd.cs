using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using BenchmarkDotNet.Attributes;

namespace AiInfra.Benchmarks.Micro;

/// <summary>One value into the summary of a column.</summary>
[MemoryDiagnoser]
public class SketchAdd
{
    private const int Values = 100_000;
    private readonly double[] _numbers = new double[Values];
    private readonly string[] _texts = [.. Enumerable.Range(0, 300).Select(i => $"category {i}")];

    /// <summary>Draws.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(3);
        for (int i = 0; i < Values; i++)
        {
            _numbers[i] = random.NextDouble();
        }
    }

    /// <summary>Numbers.</summary>
    [Benchmark(OperationsPerInvoke = Values)]
    public long Number()
    {
        var sketch = new ColumnSketch("n", ValueKind.Number);
        foreach (double number in _numbers)
        {
            sketch.AddNumber(number);
        }

        return sketch.Count;
    }

    /// <summary>Categories.</summary>
    [Benchmark(OperationsPerInvoke = Values)]
    public long Text()
    {
        var sketch = new ColumnSketch("t", ValueKind.Text);
        for (int i = 0; i < Values; i++)
        {
            sketch.AddText(_texts[i % _texts.Length]);
        }

        return sketch.Count;
    }
}
