using AiInfra.Onnx;

namespace AiInfra.Serving.Runtimes;

/// <summary>What becomes of a model's own functions when the runtime puts each in place of its calls: a few lines can stand for themselves without end, or for more nodes than memory holds.</summary>
internal sealed class FunctionCalls
{
    private const int MostDeep = 64;
    private const int MostNodes = 4_000_000;
    private readonly Dictionary<(string Domain, string Name, string Overload), OnnxFunction> _functions = [];
    private int _nodes;

    private FunctionCalls(OnnxModel model)
    {
        foreach (OnnxFunction function in model.Functions)
        {
            _functions[(Domain(function.Domain), function.Name, function.Overload)] = function;
        }
    }

    /// <exception cref="ModelLoadException">A function calls itself, or the whole would be too large.</exception>
    public static void Check(OnnxModel model, string place)
    {
        if (model.Functions.Count > 0 && !new FunctionCalls(model).Ends(model.Graph.Nodes, 0))
        {
            throw new ModelLoadException($"{place} is refused: its functions call each other without end, more than {MostDeep} deep, or stand for more than {MostNodes} nodes. The file is hostile or damaged.");
        }
    }

    /// <summary>Walks all that the nodes stand for; false where that is too deep or too much.</summary>
    private bool Ends(List<OnnxNode> nodes, int depth) => depth <= MostDeep && nodes.TrueForAll(n => Ends(n, depth));

    private bool Ends(OnnxNode node, int depth) =>
        ++_nodes <= MostNodes
        && (!_functions.TryGetValue((Domain(node.Domain), node.OpType, node.Overload), out OnnxFunction? function) || Ends(function.Nodes, depth + 1))
        && node.Attributes.TrueForAll(a => a.ReferenceTo.Length > 0 || a.Kind switch
        {
            OnnxAttributeKind.Graph => Ends(a.AsGraph().Nodes, depth + 1),
            OnnxAttributeKind.Graphs => Array.TrueForAll(a.AsGraphs(), g => Ends(g.Nodes, depth + 1)),
            _ => true,
        });

    private static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;
}
