using System.Globalization;

namespace AiInfra.Onnx.Wire;

/// <summary>Writes models, fields in the order of their numbers, repeated numbers unpacked where the standard's schema says so.</summary>
internal static class ModelWriter
{
    public static void Model(WireWriter w, OnnxModel model)
    {
        w.NonZero(1, model.IrVersion);
        w.NonEmpty(2, model.ProducerName);
        w.NonEmpty(3, model.ProducerVersion);
        w.NonEmpty(4, model.Domain);
        w.NonZero(5, model.ModelVersion);
        w.NonEmpty(6, model.DocString);
        w.Message(7, model.Graph, GraphWriter.Graph);
        Each(w, 8, model.Opsets, Opset);
        foreach (KeyValuePair<string, string> entry in model.Metadata)
        {
            w.Message(14, entry, Entry);
        }

        Each(w, 25, model.Functions, Function);
        w.Keep(model.Unknown);
    }

    public static void Each<T>(WireWriter w, int field, IEnumerable<T> items, Action<WireWriter, T> body)
    {
        foreach (T item in items)
        {
            w.Message(field, item, body);
        }
    }

    public static void Tensor(WireWriter w, OnnxTensor tensor)
    {
        foreach (long dim in tensor.Dims)
        {
            w.Varint(1, dim);
        }

        w.NonZero(2, (long)tensor.ElementType);
        foreach (string text in tensor.Texts)
        {
            w.Text(6, text);
        }

        w.NonEmpty(8, tensor.Name);
        bool elsewhere = tensor.External is not null && tensor.Data.IsEmpty;
        if (!elsewhere && tensor.ElementType is not OnnxElementType.String and not OnnxElementType.Undefined)
        {
            w.Bytes(9, tensor.Data.Span);
        }

        w.NonEmpty(12, tensor.DocString);
        if (elsewhere)
        {
            External(w, tensor.External!);
        }

        w.Keep(tensor.Unknown);
    }

    public static void Opset(WireWriter w, OnnxOpset opset)
    {
        if (opset.Domain.Length > 0 || opset.EmptyDomainWritten)
        {
            w.Text(1, opset.Domain);
        }

        w.Varint(2, opset.Version);
    }

    private static void Function(WireWriter w, OnnxFunction function)
    {
        w.NonEmpty(1, function.Name);
        Texts(w, 4, function.Inputs);
        Texts(w, 5, function.Outputs);
        Texts(w, 6, function.AttributeNames);
        Each(w, 7, function.Nodes, NodeWriter.Node);
        w.NonEmpty(8, function.DocString);
        Each(w, 9, function.Opsets, Opset);
        w.NonEmpty(10, function.Domain);
        Each(w, 11, function.AttributeDefaults, NodeWriter.Attribute);
        w.NonEmpty(13, function.Overload);
        w.Keep(function.Unknown);
    }

    public static void Texts(WireWriter w, int field, IEnumerable<string> texts)
    {
        foreach (string text in texts)
        {
            w.Text(field, text);
        }
    }

    private static void External(WireWriter w, OnnxExternalData external)
    {
        w.Message(13, new KeyValuePair<string, string>("location", external.Location), Entry);
        w.Message(13, new KeyValuePair<string, string>("offset", external.Offset.ToString(CultureInfo.InvariantCulture)), Entry);
        if (external.Length is { } length)
        {
            w.Message(13, new KeyValuePair<string, string>("length", length.ToString(CultureInfo.InvariantCulture)), Entry);
        }

        if (external.Checksum is { } checksum)
        {
            w.Message(13, new KeyValuePair<string, string>("checksum", checksum), Entry);
        }

        w.Varint(14, 1);
    }

    private static void Entry(WireWriter w, KeyValuePair<string, string> entry)
    {
        w.Text(1, entry.Key);
        w.Text(2, entry.Value);
    }
}
