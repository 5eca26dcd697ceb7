using System.Collections.Frozen;
using System.Text.Json;
using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>What a model takes and gives, read from the model itself.</summary>
public sealed class ModelSignature
{
    private readonly TensorSpec[] _inputs;
    private readonly TensorSpec[] _outputs;
    private readonly FrozenDictionary<string, int> _inputIndex;
    private readonly FrozenDictionary<string, int> _outputIndex;

    /// <summary>Creates a signature.</summary>
    /// <exception cref="ArgumentException">Two inputs, or two outputs, have one name, or the metadata's names of classes or features are not usable.</exception>
    public ModelSignature(IEnumerable<TensorSpec> inputs, IEnumerable<TensorSpec> outputs, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        _inputs = [.. inputs];
        _outputs = [.. outputs];
        _inputIndex = Index(_inputs, nameof(inputs));
        _outputIndex = Index(_outputs, nameof(outputs));
        Metadata = metadata ?? new Dictionary<string, string>();
        Classes = ReadNames(ModelKeys.Classes);
        Features = ReadNames(ModelKeys.Features);
        HasRows = _inputs.Length > 0 && _inputs.All(i => i.HasRows) && _outputs.All(o => o.Shape.Count > 0 && o.Shape[0] < 0);
        HasFixedRows = HasRows && _inputs.All(i => i.RowWidth >= 0);
        CheckFeatures();
    }

    /// <summary>Inputs in the model's order.</summary>
    public IReadOnlyList<TensorSpec> Inputs => _inputs;

    /// <summary>Outputs in the model's order.</summary>
    public IReadOnlyList<TensorSpec> Outputs => _outputs;

    /// <summary>Outputs of the model that are not served, each as "name: type": sequences, maps, and tensors of elements that .NET does not have.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The model's own metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Names of the classes in the order of the probabilities; empty when the model names none.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Names of the elements of the one input's row, in their order; empty when the model names none.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Whether open first dimensions do not count rows: the outputs may be of another length than the inputs, and each request is answered whole.</summary>
    public bool WholeRequests
    {
        get;
        init
        {
            field = value;
            HasRows &= !value;
            HasFixedRows &= !value;
        }
    }

    /// <summary>Whether every input and output has an open first dimension, so that rows can share a call.</summary>
    public bool HasRows { get; private init; }

    /// <summary>Whether besides the rows every input dimension is fixed.</summary>
    public bool HasFixedRows { get; private init; }

    /// <summary>The position of an input, or -1.</summary>
    public int IndexOfInput(string name) => _inputIndex.TryGetValue(name, out int i) ? i : -1;

    /// <summary>The position of an output, or -1.</summary>
    public int IndexOfOutput(string name) => _outputIndex.TryGetValue(name, out int i) ? i : -1;

    /// <inheritdoc />
    public override string ToString() => $"({string.Join(", ", Inputs)}) -> ({string.Join(", ", Outputs)}){(LeftOut.Count == 0 ? "" : $", left out ({string.Join(", ", LeftOut)})")}";

    private static FrozenDictionary<string, int> Index(TensorSpec[] specs, string parameter)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < specs.Length; i++)
        {
            if (!index.TryAdd(specs[i].Name, i))
            {
                throw new ArgumentException($"'{specs[i].Name}' appears twice.", parameter);
            }
        }

        return index.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private string[] ReadNames(string key)
    {
        if (!Metadata.TryGetValue(key, out string? json))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(e => e.GetString() ?? throw new InvalidOperationException("null"))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"Metadata '{key}' must be a JSON array of strings; it is '{json}'.", "metadata", e);
        }
    }

    private void CheckFeatures()
    {
        if (Features.Count == 0)
        {
            return;
        }

        if (_inputs.Length != 1 || (_inputs[0].RowWidth >= 0 && _inputs[0].RowWidth != Features.Count))
        {
            throw new ArgumentException($"Metadata '{ModelKeys.Features}' names {Features.Count} elements of one input, but the inputs are {string.Join(", ", Inputs)}.", "metadata");
        }

        if (Features.GroupBy(f => f, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Metadata '{ModelKeys.Features}' names '{twice.Key}' {twice.Count()} times.", "metadata");
        }
    }
}
