using System.Buffers;
using System.Text;
using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Onnx;

namespace AiInfra.Serving.Runtimes;

/// <summary>Cuts the nodes that scikit-learn's converters put behind probabilities, which make a list of dictionaries of a tensor.</summary>
/// <remarks>The output keeps its name and becomes what went into the node: a tensor of one column a class. The classes are kept in the metadata.</remarks>
internal static class ZipMaps
{
    /// <returns>Whether the model was changed.</returns>
    public static bool Cut(OnnxModel model, List<ModelRemark> remarks)
    {
        OnnxNode[] cut = [.. model.Graph.Nodes.Where(n => IsZipMap(n) && Cut(model.Graph, n, remarks))];
        if (cut.Length == 0)
        {
            return false;
        }

        if (model.OpsetVersion == 0)
        {
            // Only operators of machine learning so far; what stands in their place is a standard one.
            model.Opsets.Add(new OnnxOpset("", 11));
        }

        KeepClasses(model, cut, remarks);
        return true;
    }

    private static bool IsZipMap(OnnxNode node) => node is { OpType: "ZipMap", Domain: "ai.onnx.ml", Inputs.Count: 1, Outputs.Count: 1 };

    private static bool Cut(OnnxGraph graph, OnnxNode node, List<ModelRemark> remarks)
    {
        int output = graph.Outputs.FindIndex(o => o.Name == node.Outputs[0]);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        graph.Nodes.ForEach(n => Taken(n, taken));
        if (output < 0 || taken.Contains(node.Outputs[0]) || Classes(node) is not string[] classes)
        {
            return false;
        }

        OnnxDim rows = graph.Inputs.Find(i => graph.Initializer(i.Name) is null)?.TensorType?.Shape is { Rank: > 0 } shape ? shape[0] : OnnxDim.Unknown;
        graph.Outputs[output] = new OnnxValueInfo(node.Outputs[0], new OnnxTensorType(OnnxElementType.Float, [rows, classes.Length])) { DocString = graph.Outputs[output].DocString };
        graph.Values.RemoveAll(v => v.Name == node.Outputs[0]);
        graph.Nodes[graph.Nodes.IndexOf(node)] = new OnnxNode("Identity", node.Inputs, node.Outputs, name: node.Name);
        remarks.Add(new ModelRemark(false, $"Output '{node.Outputs[0]}' was a list of dictionaries (ZipMap); it is served as the tensor behind it, one column for each of the classes {Some(classes)}."));
        return true;
    }

    /// <summary>The labels by column, or null where the node has none.</summary>
    private static string[]? Classes(OnnxNode node) =>
        node.Attribute("classlabels_strings") is { Kind: OnnxAttributeKind.Strings } texts && texts.AsTexts() is { Length: > 0 } names ? names
        : node.Attribute("classlabels_int64s") is { Kind: OnnxAttributeKind.Ints } numbers && numbers.AsInts() is { Length: > 0 } whole ? Array.ConvertAll(whole, n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))
        : null;

    private static void KeepClasses(OnnxModel model, OnnxNode[] cut, List<ModelRemark> remarks)
    {
        string[] first = Classes(cut[0])!;
        if (Array.Exists(cut, n => !Classes(n)!.SequenceEqual(first, StringComparer.Ordinal)))
        {
            remarks.Add(new ModelRemark(true, $"The outputs {string.Join(", ", cut.Select(n => $"'{n.Outputs[0]}' (classes {Some(Classes(n)!)})"))} have classes of their own; the metadata '{ModelKeys.Classes}' names one list, so their columns are numbered instead."));
            return;
        }

        if (model.Metadata.ContainsKey(ModelKeys.Classes))
        {
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            Array.ForEach(first, json.WriteStringValue);
            json.WriteEndArray();
        }

        model.Metadata[ModelKeys.Classes] = Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The names a node takes, also those that the graphs inside it take from around them.</summary>
    private static void Taken(OnnxNode node, HashSet<string> into)
    {
        into.UnionWith(node.Inputs);
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            OnnxGraph[] inside = attribute.ReferenceTo.Length > 0 ? [] : attribute.Kind switch
            {
                OnnxAttributeKind.Graph => [attribute.AsGraph()],
                OnnxAttributeKind.Graphs => attribute.AsGraphs(),
                _ => [],
            };
            foreach (OnnxGraph graph in inside)
            {
                into.UnionWith(graph.Outputs.Select(o => o.Name));
                graph.Nodes.ForEach(n => Taken(n, into));
            }
        }
    }

    private static string Some(string[] classes) => string.Join(", ", classes.Take(10)) + (classes.Length > 10 ? $" and {classes.Length - 10} more" : "");
}
