using System.Globalization;
using System.Text;
using AiInfra.Onnx.Operators;

namespace AiInfra.Onnx;

/// <content>Models made of models, and words about them.</content>
public sealed partial class OnnxModel
{
    /// <summary>Version of the standard operators; 0 when they are not imported.</summary>
    public long OpsetVersion => Opsets.Find(o => o.Key.Length == 0)?.Version ?? 0;

    /// <summary>A copy that can be changed without changing this. The data of tensors is shared.</summary>
    public OnnxModel Copy()
    {
        var copy = new OnnxModel
        {
            IrVersion = IrVersion,
            ProducerName = ProducerName,
            ProducerVersion = ProducerVersion,
            Domain = Domain,
            ModelVersion = ModelVersion,
            DocString = DocString,
            Unknown = Unknown,
        };
        GraphCopy.Graph(Graph, copy.Graph, name => name);
        copy.Opsets.AddRange(Opsets);
        copy.Functions.AddRange(Functions);
        foreach ((string key, string value) in Metadata)
        {
            copy.Metadata[key] = value;
        }

        return copy;
    }

    /// <summary>A model in which another one goes on from this one's outputs. Outputs that are not connected stay outputs; inputs of the next that are not connected become inputs.</summary>
    /// <param name="next">The model that goes on.</param>
    /// <param name="connections">Which input of the next takes which output of this; null connects those of one name, or the only output with the only input.</param>
    /// <param name="prefix">Put before the names of the next model's values in between; null finds one that is free.</param>
    /// <exception cref="ArgumentException">A name is not there or is taken, or the types do not fit.</exception>
    /// <exception cref="OnnxFormatException">The models are of different operator sets.</exception>
    public OnnxModel Then(OnnxModel next, IReadOnlyDictionary<string, string>? connections = null, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(next);
        connections ??= Connected(next);
        OnnxModel first = Copy();
        connections = MadeRoom(first, next, connections);
        OnnxGraphBuilder builder = OnnxGraphBuilder.From(first);
        var values = connections.ToDictionary(c => c.Key, c => builder.Value(c.Value), StringComparer.Ordinal);
        IReadOnlyDictionary<string, OnnxValue> outputs = builder.Append(next, values, prefix);
        foreach (OnnxValueInfo output in first.Graph.Outputs.Where(o => !connections.Values.Contains(o.Name)))
        {
            builder.Output(output.Name, builder.Value(output.Name), output.TensorType?.Shape, output.TensorType?.ElementType ?? OnnxElementType.Undefined);
        }

        foreach ((string name, OnnxValue value) in outputs)
        {
            builder.Output(name, value);
        }

        return builder.Build(Metadata.Concat(next.Metadata.Where(m => !Metadata.ContainsKey(m.Key))), ProducerName.Length > 0 ? ProducerName : "AiInfra.Onnx");
    }

    /// <summary>The part of the model between some values, as a model of its own.</summary>
    /// <param name="inputs">Values that become inputs.</param>
    /// <param name="outputs">Values that become outputs.</param>
    /// <exception cref="ArgumentException">A value is not there, its type is not known, or an output needs an input of the model that is not among the new ones.</exception>
    public OnnxModel Extract(IReadOnlyList<string> inputs, IReadOnlyList<string> outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        OnnxModel part = Copy();
        Dictionary<string, OnnxTensorType?> types = TypeInference.Of(Graph);
        List<OnnxValueInfo> given = [.. inputs.Select(name => Graph.Inputs.Find(i => i.Name == name) ?? new OnnxValueInfo(name, OnnxGraph.Known(types, name)))];
        for (int i = part.Graph.Nodes.Count - 1; i >= 0; i--)
        {
            OnnxNode node = part.Graph.Nodes[i];
            bool[] stop = [.. node.Outputs.Select(o => inputs.Contains(o))];
            if (stop.Length > 0 && node.Outputs.Where(o => o.Length > 0).All(o => inputs.Contains(o)))
            {
                part.Graph.Nodes.RemoveAt(i);
            }
            else if (stop.Contains(true))
            {
                // The node stays for its other outputs; those that are given get out of the way.
                for (int j = 0; j < stop.Length; j++)
                {
                    node.Outputs[j] = stop[j] ? $"{node.Outputs[j]}/not_used" : node.Outputs[j];
                }
            }
        }

        part.Graph.Initializers.RemoveAll(t => inputs.Contains(t.Name));
        part.Graph.ReplaceOutputs(outputs);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        part.Graph.Nodes.ForEach(n => OnnxGraph.Taken(n, needed));
        string[] open = [.. part.Graph.Inputs.Select(i => i.Name).Where(name => needed.Contains(name) && !inputs.Contains(name) && part.Graph.Initializer(name) is null)];
        if (open.Length > 0)
        {
            throw new ArgumentException($"The outputs also need the inputs {string.Join(", ", open)}. List them, or values that stand between.", nameof(inputs));
        }

        part.Graph.Inputs.Clear();
        part.Graph.Inputs.AddRange(given);
        OnnxChecker.CheckOrThrow(part);
        return part;
    }

    /// <summary>The model in words: a line for each input, output, large initializer and node, with types where they are known.</summary>
    /// <param name="maxNodes">How many nodes are listed.</param>
    public string Describe(int maxNodes = 200)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"ONNX model, IR {IrVersion}, {string.Join(", ", Opsets)}");
        text.Append(ProducerName.Length > 0 ? $", made by {ProducerName} {ProducerVersion}".TrimEnd() : "").Append('\n');
        foreach ((string key, string value) in Metadata)
        {
            text.Append("  ").Append(key).Append(": ").Append(value.Length > 100 ? value[..100] + "…" : value).Append('\n');
        }

        long bytes = Graph.Initializers.Sum(t => (long)t.Data.Length);
        text.Append(CultureInfo.InvariantCulture, $"graph {Graph.Name}: {Graph.Nodes.Count} nodes, {Graph.Initializers.Count} initializers of {bytes} bytes\n");
        Graph.Inputs.ForEach(i => text.Append("  in   ").Append(i).Append('\n'));
        Graph.Outputs.ForEach(o => text.Append("  out  ").Append(o).Append('\n'));
        foreach (OnnxTensor tensor in Graph.Initializers.OrderByDescending(t => t.Data.Length).Take(20))
        {
            text.Append("  data ").Append(tensor).Append(tensor.External is { } external ? $" in {external.Location}" : "").Append('\n');
        }

        IReadOnlyDictionary<string, OnnxTensorType> types = Graph.InferTypes();
        foreach (OnnxNode node in Graph.Nodes.Take(maxNodes))
        {
            string first = node.Outputs.Count > 0 && types.TryGetValue(node.Outputs[0], out OnnxTensorType? type) ? $"   : {type}" : "";
            text.Append("  ").Append(node).Append(first).Append('\n');
        }

        return Graph.Nodes.Count > maxNodes ? text.Append(CultureInfo.InvariantCulture, $"  … {Graph.Nodes.Count - maxNodes} more nodes\n").ToString() : text.ToString();
    }

    /// <summary>Renames values of the first model that bear the name of an output of the next, where nobody sees their names.</summary>
    private static Dictionary<string, string> MadeRoom(OnnxModel first, OnnxModel next, IReadOnlyDictionary<string, string> connections)
    {
        var renamed = connections.ToDictionary(StringComparer.Ordinal);
        foreach (string name in next.Graph.Outputs.Select(o => o.Name))
        {
            bool inside = first.Graph.Nodes.Exists(n => n.Outputs.Contains(name)) || first.Graph.Initializer(name) is not null;
            bool seen = first.Graph.Inputs.Exists(i => i.Name == name) || (first.Graph.Outputs.Exists(o => o.Name == name) && !connections.Values.Contains(name));
            if (inside && !seen)
            {
                string free = $"{name}/before";
                first.Graph.Rename(name, free);
                foreach (string input in connections.Where(c => c.Value == name).Select(c => c.Key))
                {
                    renamed[input] = free;
                }
            }
        }

        return renamed;
    }

    private Dictionary<string, string> Connected(OnnxModel next)
    {
        string[] open = [.. next.Graph.Inputs.Select(i => i.Name).Where(n => next.Graph.Initializer(n) is null)];
        var same = open.Where(n => Graph.Outputs.Exists(o => o.Name == n)).ToDictionary(n => n, StringComparer.Ordinal);
        return same.Count > 0 ? same : Graph.Outputs.Count == 1 && open.Length == 1
            ? new() { [open[0]] = Graph.Outputs[0].Name }
            : throw new ArgumentException($"No output ({string.Join(", ", Graph.Outputs.Select(o => o.Name))}) has the name of an input ({string.Join(", ", open)}). Say which are connected.", nameof(next));
    }
}
