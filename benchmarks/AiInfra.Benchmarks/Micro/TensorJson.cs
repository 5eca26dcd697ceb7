using System.Text.Json;
using AiInfra.AspNetCore.Inference;
using AiInfra.Serving.Runtimes;
using BenchmarkDotNet.Attributes;

namespace AiInfra.Benchmarks.Micro;

/// <summary>The data of one input of the Open Inference Protocol: 32 rows of 64 numbers.</summary>
[MemoryDiagnoser]
public class TensorJson
{
    private const int Rows = 32;
    private readonly byte[] _json = JsonSerializer.SerializeToUtf8Bytes(Ratios.InferModel.Rows(Rows).SelectMany(r => r));

    /// <summary>JSON to tensor.</summary>
    [Benchmark]
    public TensorData Read()
    {
        var json = new Utf8JsonReader(_json);
        json.Read();
        return TensorJsonReader.Read(ref json, TensorType.Float32, [Rows, Ratios.InferModel.Features], new InputPlace("input", 0), _json.Length);
    }

    /// <summary>The serializer of .NET into a plain array.</summary>
    [Benchmark(Baseline = true)]
    public float[]? Plain() => JsonSerializer.Deserialize<float[]>(_json);
}
