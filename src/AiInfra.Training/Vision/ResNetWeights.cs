using AiInfra.Onnx;
using static TorchSharp.torch;

namespace AiInfra.Training.Vision;

/// <summary>The constants of a residual network in an ONNX graph, found by following the graph from its input to its pool: names of initializers differ from exporter to exporter, the network does not.</summary>
internal sealed class ResNetWeights
{
    private static readonly string[] s_pools = ["AveragePool", "GlobalAveragePool", "ReduceMean"];
    private readonly OnnxGraph _graph;
    private readonly OnnxNode _stem;
    private readonly List<List<Block>> _layers = [];

    public ResNetWeights(OnnxGraph graph)
    {
        _graph = graph;
        string input = graph.Inputs.FirstOrDefault(i => graph.Initializer(i.Name) is null)?.Name ?? throw Wrong("the graph", "an input");
        _stem = Only(input, "Conv", "conv1", null);
        string at = After(After(Normalised(_stem, "bn1"), "Relu", "bn1"), "MaxPool", "maxpool");
        while (!graph.Nodes.Exists(n => s_pools.Contains(n.OpType) && n.Inputs.Contains(at)))
        {
            OnnxNode? down = graph.Nodes.Find(n => n.OpType == "Conv" && n.Inputs.Contains(at) && Kernel(n) == 1);
            if (down is not null || _layers.Count == 0)
            {
                _layers.Add([]);
            }

            string name = $"layer{_layers.Count}.{_layers[^1].Count}";
            OnnxNode first = Only(at, "Conv", $"{name}.conv1", 3);
            OnnxNode second = Only(After(Normalised(first, $"{name}.bn1"), "Relu", $"{name}.bn1"), "Conv", $"{name}.conv2", 3);
            at = After(After(Normalised(second, $"{name}.bn2"), "Add", $"{name}.bn2"), "Relu", name);
            _layers[^1].Add(new(down, first, second));
        }

        if (_layers.Count != 4)
        {
            throw Wrong($"layer{_layers.Count}", $"the last of four layers; there are {_layers.Count}");
        }
    }

    /// <summary>Blocks of each layer.</summary>
    public int[] Blocks => [.. _layers.Select(l => l.Count)];

    /// <summary>Copies all of them.</summary>
    /// <param name="state">Where to, by torchvision's names.</param>
    public void CopyTo(IDictionary<string, Tensor> state)
    {
        using IDisposable grad = no_grad();
        Copy(_stem, state, "conv1", "bn1");
        for (int layer = 0; layer < _layers.Count; layer++)
        {
            for (int i = 0; i < _layers[layer].Count; i++)
            {
                (OnnxNode? down, OnnxNode first, OnnxNode second) = _layers[layer][i];
                string name = $"layer{layer + 1}.{i}";
                Copy(first, state, $"{name}.conv1", $"{name}.bn1");
                Copy(second, state, $"{name}.conv2", $"{name}.bn2");
                if (down is not null)
                {
                    Copy(down, state, $"{name}.downsample.0", $"{name}.downsample.1");
                }
            }
        }
    }

    private static OnnxFormatException Wrong(string place, string expected) =>
        new($"This graph is no residual network of four layers with its batch normalisations: at {place} was expected {expected}", place, "Export the network again without folding normalisations into convolutions.");

    /// <summary>Copies a convolution and the normalisation behind it.</summary>
    private void Copy(OnnxNode conv, IDictionary<string, Tensor> state, string weight, string norm)
    {
        Put(conv, 1, state, $"{weight}.weight");
        OnnxNode batch = Only(conv.Outputs[0], "BatchNormalization", norm, null);
        string[] names = ["weight", "bias", "running_mean", "running_var"];
        for (int i = 0; i < names.Length; i++)
        {
            Put(batch, i + 1, state, $"{norm}.{names[i]}");
        }
    }

    private void Put(OnnxNode node, int input, IDictionary<string, Tensor> state, string name)
    {
        OnnxTensor given = (node.Inputs.Count > input ? _graph.Initializer(node.Inputs[input]) : null) ?? throw Wrong(name, $"a constant as input {input} of {node.OpType}");
        if (!state.TryGetValue(name, out Tensor? place))
        {
            throw Wrong(name, "no weight");
        }

        if (given.ElementType != OnnxElementType.Float || !given.Dims.SequenceEqual(place.shape))
        {
            throw Wrong(name, $"float [{string.Join(", ", place.shape)}]; the initializer '{given.Name}' is {given.ElementType} [{string.Join(", ", given.Dims)}]");
        }

        using Tensor values = tensor(given.AsSpan<float>().ToArray(), place.shape);
        place.copy_(values);
    }

    private long? Kernel(OnnxNode conv) => conv.Inputs.Count > 1 ? _graph.Initializer(conv.Inputs[1])?.Dims.LastOrDefault() : null;

    private string Normalised(OnnxNode conv, string place) => After(conv.Outputs[0], "BatchNormalization", place);

    private string After(string value, string opType, string place) => Only(value, opType, place, null).Outputs[0];

    /// <summary>The node of a kind that takes a value; of convolutions the one with this kernel.</summary>
    private OnnxNode Only(string value, string opType, string place, long? kernel)
    {
        OnnxNode[] found = [.. _graph.Nodes.Where(n => n.OpType == opType && n.Inputs.Contains(value) && (kernel is null || Kernel(n) == kernel))];
        return found.Length == 1 ? found[0] : throw Wrong(place, $"one {opType} that takes '{value}'; there are {found.Length}");
    }

    private sealed record Block(OnnxNode? Down, OnnxNode First, OnnxNode Second);
}
