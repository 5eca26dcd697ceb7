using System.Diagnostics;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoding;
using AiInfra.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Data.Tests.Encoding;

/// <summary>An encoder exported to a graph of its own and run by ONNX Runtime on raw columns.</summary>
internal sealed class EncodedModel : IDisposable
{
    private readonly TableEncoder _encoder;
    private readonly InferenceSession _session;

    public EncodedModel(TableEncoder encoder)
    {
        _encoder = encoder;
        var graph = new OnnxGraphBuilder("encoder");
        EncodedInputs encoded = encoder.AppendTo(graph);
        if (!encoded.Dense.IsOmitted)
        {
            graph.Output("dense", encoded.Dense);
        }

        if (!encoded.Categories.IsOmitted)
        {
            graph.Output("categories", encoded.Categories);
        }

        Model = graph.Build();
        using var options = new SessionOptions { IntraOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        _session = new InferenceSession(Model.ToBytes(), options);
    }

    public OnnxModel Model { get; }

    public (float[] Dense, long[] Categories) Run(IReadOnlyList<Row> rows)
    {
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(options, Inputs(rows), _session.OutputNames);
        float[] dense = [];
        long[] categories = [];
        for (int i = 0; i < results.Count; i++)
        {
            if (_session.OutputNames[i] == "dense")
            {
                dense = results[i].GetTensorDataAsSpan<float>().ToArray();
            }
            else
            {
                categories = results[i].GetTensorDataAsSpan<long>().ToArray();
            }
        }

        return (dense, categories);
    }

    /// <summary>Seconds a call with inputs that are there already.</summary>
    public double Time(IReadOnlyList<Row> rows, int calls)
    {
        Dictionary<string, OrtValue> inputs = Inputs(rows);
        using var options = new RunOptions();
        long start = 0;
        for (int i = -calls; i < calls; i++)
        {
            start = i == 0 ? Stopwatch.GetTimestamp() : start;
            _session.Run(options, inputs, _session.OutputNames).Dispose();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }

    public void Dispose() => _session.Dispose();

    private Dictionary<string, OrtValue> Inputs(IReadOnlyList<Row> rows)
    {
        var inputs = new Dictionary<string, OrtValue>();
        foreach (Column column in _encoder.Columns.Columns)
        {
            Value[] values = [.. rows.Select(r => r[column.Name])];
            long[] shape = [rows.Count, 1];
            inputs[column.Name] = column.Kind switch
            {
                ValueKind.Text => Texts([.. values.Select(v => v.AsText() ?? "")], shape),
                ValueKind.Instant => OrtValue.CreateTensorValueFromMemory([.. values.Select(Milliseconds)], shape),
                _ => OrtValue.CreateTensorValueFromMemory([.. values.Select(v => v.AsNumber())], shape),
            };
        }

        return inputs;
    }

    private static long Milliseconds(Value value) =>
        value.IsMissing ? long.MinValue : new DateTimeOffset(value.AsInstant()).ToUnixTimeMilliseconds();

    private static OrtValue Texts(string[] texts, long[] shape)
    {
        OrtValue value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        for (int i = 0; i < texts.Length; i++)
        {
            value.StringTensorSetElementAt(texts[i].AsSpan(), i);
        }

        return value;
    }
}
