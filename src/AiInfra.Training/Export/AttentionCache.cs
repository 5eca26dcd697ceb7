using AiInfra.Onnx;

namespace AiInfra.Training.Export;

/// <summary>Keys and values of one attention layer that a caller carries from call to call: inputs <c>past_key_values.{name}.key</c> and <c>past_key_values.{name}.value</c> [batch, heads, past, size], outputs <c>present.{name}.key</c> and <c>present.{name}.value</c> with the new ones behind. The first call gives them with a length of 0. The names are those of Hugging Face's exports, by which runtimes know them.</summary>
public sealed class AttentionCache
{
    private readonly ExportSession _session;
    private readonly string _name;
    private readonly OnnxValue _keys;
    private readonly OnnxValue _values;
    private bool _appended;

    internal AttentionCache(ExportSession session, string name, OnnxDim batch, long heads, long size, OnnxElementType type)
    {
        _session = session;
        _name = name;
        OnnxShape shape = [batch, heads, "past", size];
        _keys = session.Graph.Input($"past_key_values.{name}.key", type, shape);
        _values = session.Graph.Input($"past_key_values.{name}.value", type, shape);
        Length = session.Graph.SizeOf(_keys, 2, "past_length");
    }

    /// <summary>How many positions are remembered: int64 [1].</summary>
    public OnnxValue Length { get; }

    /// <summary>Puts new keys and values [batch, heads, time, size] behind those remembered, and makes both outputs of the model.</summary>
    /// <returns>All keys and values, [batch, heads, past + time, size].</returns>
    /// <exception cref="InvalidOperationException">It was done already.</exception>
    public (OnnxValue Keys, OnnxValue Values) Append(OnnxValue keys, OnnxValue values)
    {
        if (_appended)
        {
            throw new InvalidOperationException($"The cache '{_name}' was appended to already; each layer has its own.");
        }

        _appended = true;
        return (Joined("key", _keys, keys), Joined("value", _values, values));
    }

    private OnnxValue Joined(string what, OnnxValue past, OnnxValue more)
    {
        OnnxValue all = _session.Graph.Concat([past, more], 2);
        string present = $"present.{_name}.{what}";
        _session.Graph.Output(present, all, OnnxShape.Create([past.Shape![0], past.Shape[1], "total", past.Shape[3]]), past.ElementType);
        _session.Caches.Add((past.Name, present));
        return all;
    }
}
