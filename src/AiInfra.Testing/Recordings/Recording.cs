using System.Collections.Concurrent;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>Answers by rows, both as JSON arrays with one element a tensor.</summary>
internal sealed class Recording
{
    private readonly ConcurrentDictionary<string, string> _answers = new(StringComparer.Ordinal);
    private readonly ModelSignature _given;
    private readonly long[][] _outputShapes;

    public Recording(ModelSignature signature)
    {
        _given = signature;
        _outputShapes = [.. signature.Outputs.Select(o => o.Shape.ToArray())];
    }

    public int Count => _answers.Count;

    public bool IsChanged { get; private set; }

    public IEnumerable<KeyValuePair<string, string>> Answers => _answers.OrderBy(a => a.Key, StringComparer.Ordinal);

    /// <summary>The signature with the outputs' shapes as far as the answers tell them.</summary>
    public ModelSignature Signature => new(_given.Inputs, _given.Outputs.Select((o, i) => new TensorSpec(o.Name, o.Type, _outputShapes[i], o.Symbols)), _given.Metadata);

    public string? Find(string row) => _answers.TryGetValue(row, out string? answer) ? answer : null;

    public void Load(string row, string answer) => _answers[row] = answer;

    public void Keep(string row, string answer)
    {
        _answers[row] = answer;
        IsChanged = true;
    }

    /// <summary>Learns the dimensions of a row of an output.</summary>
    /// <exception cref="RecordingException">They differ from row to row.</exception>
    public void Learn(int output, ReadOnlySpan<long> shape)
    {
        long[] known = _outputShapes[output];
        for (int d = 1; d < known.Length; d++)
        {
            long before = Interlocked.CompareExchange(ref known[d], shape[d], -1);
            if (before >= 0 && before != shape[d])
            {
                throw new RecordingException($"Output '{_given.Outputs[output].Name}' had {before} elements in dimension {d} of one row and {shape[d]} of another; only outputs of one shape can be recorded.");
            }
        }
    }
}
