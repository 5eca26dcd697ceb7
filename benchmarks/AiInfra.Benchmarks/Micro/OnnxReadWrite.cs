using AiInfra.Onnx;
using BenchmarkDotNet.Attributes;

namespace AiInfra.Benchmarks.Micro;

/// <summary>An ONNX model of 330 KB: from bytes, and to bytes.</summary>
[MemoryDiagnoser]
public class OnnxReadWrite
{
    private readonly byte[] _bytes = Ratios.InferModel.Create();
    private OnnxModel? _model;

    /// <summary>Reads once.</summary>
    [GlobalSetup]
    public void Setup() => _model = OnnxModel.Read(_bytes);

    /// <summary>Bytes to objects.</summary>
    [Benchmark]
    public OnnxModel Read() => OnnxModel.Read(_bytes);

    /// <summary>Objects to bytes.</summary>
    [Benchmark]
    public byte[] Write() => _model!.ToBytes();

    /// <summary>All checks.</summary>
    [Benchmark]
    public int Check() => OnnxChecker.Check(_model!).Count;
}
