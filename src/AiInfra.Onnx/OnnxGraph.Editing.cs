using AiInfra.Onnx.Operators;

namespace AiInfra.Onnx;

/// <content>Changes to a graph.</content>
public sealed partial class OnnxGraph
{
    /// <summary>The types of all values that are known: what the graph says, and what follows from its operators.</summary>
    public IReadOnlyDictionary<string, OnnxTensorType> InferTypes() =>
        TypeInference.Of(this).Where(t => t.Value is not null).ToDictionary(t => t.Key, t => t.Value!, StringComparer.Ordinal);

    /// <summary>Gives a value another name, wherever it is made and taken, also in the graphs inside nodes.</summary>
    /// <exception cref="ArgumentException">There is no such value, or the new name is taken.</exception>
    public void Rename(string from, string to)
    {
        ArgumentException.ThrowIfNullOrEmpty(from);
        ArgumentException.ThrowIfNullOrEmpty(to);
        HashSet<string> names = AllNames();
        if (!names.Contains(from))
        {
            throw new ArgumentException($"There is no value '{from}' in the graph.", nameof(from));
        }

        if (names.Contains(to) && from != to)
        {
            throw new ArgumentException($"There is a value '{to}' already.", nameof(to));
        }

        var renamed = new OnnxGraph();
        GraphCopy.Graph(this, renamed, name => name == from ? to : name);
        Become(renamed);
    }

    /// <summary>Makes other values the outputs, and drops the nodes and initializers that are then of no use.</summary>
    /// <exception cref="ArgumentException">There is no such value, or its type is not known.</exception>
    public void ReplaceOutputs(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        Dictionary<string, OnnxTensorType?> types = TypeInference.Of(this);
        List<OnnxValueInfo> outputs = [.. names.Select(name => Outputs.Find(o => o.Name == name) ?? new OnnxValueInfo(name, Known(types, name)))];
        if (outputs.Count == 0)
        {
            throw new ArgumentException("A graph needs an output.", nameof(names));
        }

        Outputs.Clear();
        Outputs.AddRange(outputs);
        RemoveUnused();
    }

    /// <summary>Drops the nodes, initializers and descriptions that no output needs. Inputs stay.</summary>
    /// <returns>How many nodes were dropped.</returns>
    public int RemoveUnused()
    {
        var needed = Outputs.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new List<OnnxNode>();
        for (int i = Nodes.Count - 1; i >= 0; i--)
        {
            if (Nodes[i].Outputs.Exists(needed.Contains))
            {
                kept.Add(Nodes[i]);
                Taken(Nodes[i], needed);
            }
        }

        int dropped = Nodes.Count - kept.Count;
        kept.Reverse();
        Nodes.Clear();
        Nodes.AddRange(kept);
        Initializers.RemoveAll(t => !needed.Contains(t.Name));
        SparseInitializers.RemoveAll(t => !needed.Contains(t.Values.Name));
        HashSet<string> made = Nodes.SelectMany(n => n.Outputs).ToHashSet(StringComparer.Ordinal);
        Values.RemoveAll(v => !made.Contains(v.Name));
        return dropped;
    }

    internal static OnnxTensorType Known(Dictionary<string, OnnxTensorType?> types, string name) => types.TryGetValue(name, out OnnxTensorType? type)
        ? type ?? throw new ArgumentException($"The type of '{name}' is not known. Describe it in {nameof(Values)} first.", nameof(name))
        : throw new ArgumentException($"There is no value '{name}' in the graph.", nameof(name));

    /// <summary>The names a node takes, also those that the graphs inside it take from around them.</summary>
    internal static void Taken(OnnxNode node, HashSet<string> into)
    {
        into.UnionWith(node.Inputs.Where(i => i.Length > 0));
        foreach (OnnxGraph inner in node.Attributes.SelectMany(a => a.Graphs))
        {
            into.UnionWith(inner.Outputs.Select(o => o.Name));
            inner.Nodes.ForEach(n => Taken(n, into));
        }
    }

    private HashSet<string> AllNames() => [
        .. Inputs.Select(i => i.Name), .. Initializers.Select(t => t.Name), .. SparseInitializers.Select(t => t.Values.Name),
        .. Nodes.SelectMany(n => n.Outputs.Concat(n.Attributes.SelectMany(a => a.Graphs).SelectMany(g => g.AllNames())))];

    private void Become(OnnxGraph other)
    {
        void Take<T>(List<T> mine, List<T> theirs)
        {
            mine.Clear();
            mine.AddRange(theirs);
        }

        Take(Nodes, other.Nodes);
        Take(Initializers, other.Initializers);
        Take(SparseInitializers, other.SparseInitializers);
        Take(Inputs, other.Inputs);
        Take(Outputs, other.Outputs);
        Take(Values, other.Values);
    }
}
