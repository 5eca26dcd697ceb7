using AiInfra.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Asks a module and its export the same, at several sizes, and where the export remembers, also piece by piece.</summary>
internal sealed class ExportCheck(nn.Module module, OnnxModel export, IReadOnlyList<ExportInput> inputs, IReadOnlyList<string> outputs, IReadOnlyList<(string Past, string Present)> caches, OnnxExportOptions options)
{
    private const string Time = "time";
    private const string Total = "total";
    private static readonly long[] BatchSizes = [1, 3, 17];
    private static readonly long[] OtherSizes = [5, 2, 7];

    public void Run(IOnnxRunner runner)
    {
        using IOnnxSession session = runner.Open(export);
        string[] symbols = [.. inputs.SelectMany(i => i.Shape).Select(d => d.Symbol).OfType<string>().Distinct()];
        if (caches.Count > 0 && !symbols.Contains(Time))
        {
            throw new OnnxExportException($"A model with a cache has an input with the dimension '{Time}', which is read piece by piece. The inputs: {string.Join(", ", inputs)}.");
        }

        Dictionary<string, long[]> sizes = symbols.ToDictionary(s => s, s => options.Sizes.TryGetValue(s, out long[]? said) ? said : inputs[0].Shape.Rank > 0 && inputs[0].Shape[0].Symbol == s ? BatchSizes : OtherSizes, StringComparer.Ordinal);
        if (caches.Count > 0)
        {
            // With nothing remembered all that there is is what is read.
            sizes[Total] = sizes[Time];
        }

        int runs = sizes.Count == 0 ? 1 : sizes.Values.Max(s => s.Length);
        for (int run = 0; run < runs; run++)
        {
            Compare(session, sizes.ToDictionary(s => s.Key, s => s.Value[run % s.Value.Length], StringComparer.Ordinal), run);
        }
    }

    private void Compare(IOnnxSession session, Dictionary<string, long> sizes, int run)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)(run + 1));
        Tensor[] given = [.. inputs.Select(i => Draw(i, [.. i.Shape.Select(d => d.Size ?? sizes[d.Symbol!])], generator))];
        Device device = module.parameters().FirstOrDefault()?.device ?? CPU;
        Tensor[] moved = [.. given.Select(g => g.to(device))];
        Tensor[] expected = [.. (options.Forward is { } forward ? forward(moved) : ModuleCall.Run(module, moved)).Select(t => t.cpu().contiguous())];
        if (expected.Length < outputs.Count)
        {
            throw new OnnxExportException($"The module gives {expected.Length} tensors, the export {outputs.Count}: {string.Join(", ", outputs)}.");
        }

        Dictionary<string, OnnxTensor> nothing = Empty(sizes);
        IReadOnlyDictionary<string, OnnxTensor> answers = session.Run(Named(given).Concat(nothing).ToDictionary());
        for (int i = 0; i < outputs.Count; i++)
        {
            Check(outputs[i], expected[i], answers[outputs[i]]);
        }

        if (caches.Count > 0 && sizes[Time] > 1)
        {
            InTwo(session, given, expected, nothing, sizes[Time]);
        }
    }

    /// <summary>The first half with nothing remembered, then the rest with what the first gave.</summary>
    private void InTwo(IOnnxSession session, Tensor[] given, Tensor[] expected, Dictionary<string, OnnxTensor> nothing, long time)
    {
        long cut = time / 2;
        Tensor Cut(Tensor whole, string? symbol, int axis, long from, long count) => symbol == Time ? whole.narrow(axis, from, count) : symbol == Total ? whole.narrow(axis, 0, from + count) : whole;
        Tensor[] Part(long from, long count) => [.. given.Select((g, i) => inputs[i].Shape.Select((d, axis) => (d.Symbol, axis)).Aggregate(g, (x, d) => Cut(x, d.Symbol, d.axis, from, count)).contiguous())];
        IReadOnlyDictionary<string, OnnxTensor> first = session.Run(Named(Part(0, cut)).Concat(nothing).ToDictionary());
        IReadOnlyDictionary<string, OnnxTensor> second = session.Run(Named(Part(cut, time - cut)).Concat(caches.Select(c => KeyValuePair.Create(c.Past, first[c.Present].Named(c.Past)))).ToDictionary());
        for (int i = 0; i < outputs.Count; i++)
        {
            // Along time it is the rest of the whole answer; an answer without time is that of the end.
            int axis = Enumerable.Range(0, expected[i].shape.Length).FirstOrDefault(a => expected[i].shape[a] == time && first[outputs[i]].Dims[a] == cut, -1);
            Check($"{outputs[i]} (read in two)", axis < 0 ? expected[i] : expected[i].narrow(axis, cut, time - cut).contiguous(), second[outputs[i]]);
        }
    }

    private Dictionary<string, OnnxTensor> Empty(Dictionary<string, long> sizes) => caches.ToDictionary(
        c => c.Past,
        c =>
        {
            OnnxTensorType type = export.Graph.Inputs.Find(i => i.Name == c.Past)!.TensorType!;
            long[] dims = [.. type.Shape!.Select((d, axis) => axis == 2 ? 0 : d.Size ?? (d.Symbol is { } symbol && sizes.TryGetValue(symbol, out long size) ? size
                : throw new OnnxExportException($"The size of dimension {axis} of '{c.Past}' {type.Shape} is that of no input.")))];
            return OnnxTensor.OfRaw(c.Past, type.ElementType, ReadOnlyMemory<byte>.Empty, dims);
        },
        StringComparer.Ordinal);

    private IEnumerable<KeyValuePair<string, OnnxTensor>> Named(Tensor[] given) =>
        inputs.Select((input, i) => KeyValuePair.Create(input.Name, OnnxTensor.OfRaw(input.Name, input.ElementType, given[i].bytes.ToArray(), given[i].shape)));

    private static Tensor Draw(ExportInput input, long[] shape, Generator generator) => input.ElementType switch
    {
        OnnxElementType.Float => randn(shape, generator: generator),
        OnnxElementType.Double => randn(shape, dtype: ScalarType.Float64, generator: generator),
        OnnxElementType.Int64 => randint(0, input.Below, shape, dtype: ScalarType.Int64, generator: generator),
        OnnxElementType.Int32 => randint(0, input.Below, shape, dtype: ScalarType.Int32, generator: generator),
        OnnxElementType.Bool => Booleans(shape, generator),
        _ => throw new OnnxExportException($"Input '{input.Name}' is of type {input.ElementType}; exports take Float, Double, Int64, Int32 and Bool."),
    };

    /// <summary>One in four holds, and never the first of the last dimension: a mask that hides all would make both answers not a number.</summary>
    private static Tensor Booleans(long[] shape, Generator generator)
    {
        Tensor holds = rand(shape, generator: generator).lt(0.25);
        if (shape.Length > 0)
        {
            holds.narrow(-1, 0, 1).zero_();
        }

        return holds.contiguous();
    }

    private void Check(string output, Tensor expected, OnnxTensor answer)
    {
        ExportComparison.CheckShape(output, expected.shape, answer.Dims);
        float[] values = answer.ElementType switch
        {
            OnnxElementType.Float => answer.AsSpan<float>().ToArray(),
            OnnxElementType.Double => [.. answer.AsSpan<double>().ToArray().Select(v => (float)v)],
            OnnxElementType.Int64 => [.. answer.AsSpan<long>().ToArray().Select(v => (float)v)],
            OnnxElementType.Int32 => [.. answer.AsSpan<int>().ToArray().Select(v => (float)v)],
            OnnxElementType.Bool => [.. answer.AsSpan<bool>().ToArray().Select(v => v ? 1f : 0f)],
            _ => throw new OnnxExportException($"Output '{output}' is of type {answer.ElementType}, which is not compared."),
        };
        using Tensor floats = expected.to(ScalarType.Float32).contiguous();
        ExportComparison.Check(output, floats.data<float>().ToArray(), values, options.Tolerance);
    }
}
