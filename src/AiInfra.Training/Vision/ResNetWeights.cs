using AiInfra.Onnx;
using static TorchSharp.torch;

namespace AiInfra.Training.Vision;

/// <summary>Copies the initializers of an ONNX graph into a ResNet-18, found by following the graph from its input: names of initializers differ from exporter to exporter, the network does not.</summary>
internal static class ResNetWeights
{
    public static void Copy(OnnxGraph graph, ResNet18 network)
    {
        using IDisposable grad = no_grad();
        var state = network.state_dict();
        string input = graph.Inputs.FirstOrDefault(i => graph.Initializer(i.Name) is null)?.Name ?? throw Wrong("the graph", "an input");
        string at = After(graph, Convolution(graph, Only(graph, input, "Conv", "conv1", null), state, "conv1", "bn1"), "Relu", "bn1");
        at = After(graph, at, "MaxPool", "maxpool");
        for (int layer = 1; layer <= 4; layer++)
        {
            for (int block = 0; block < 2; block++)
            {
                string name = $"layer{layer}.{block}";
                if (state.ContainsKey($"{name}.downsample.0.weight"))
                {
                    Convolution(graph, Only(graph, at, "Conv", $"{name}.downsample.0", 1), state, $"{name}.downsample.0", $"{name}.downsample.1");
                }

                string main = Convolution(graph, Only(graph, at, "Conv", $"{name}.conv1", 3), state, $"{name}.conv1", $"{name}.bn1");
                main = After(graph, main, "Relu", $"{name}.bn1");
                main = Convolution(graph, Only(graph, main, "Conv", $"{name}.conv2", 3), state, $"{name}.conv2", $"{name}.bn2");
                at = After(graph, After(graph, main, "Add", $"{name}.bn2"), "Relu", name);
            }
        }
    }

    /// <summary>Copies a convolution and the normalisation behind it; gives what comes out.</summary>
    private static string Convolution(OnnxGraph graph, OnnxNode conv, IDictionary<string, Tensor> state, string weight, string norm)
    {
        Put(graph, conv, 1, state, $"{weight}.weight");
        OnnxNode batch = Only(graph, conv.Outputs[0], "BatchNormalization", norm, null);
        string[] names = ["weight", "bias", "running_mean", "running_var"];
        for (int i = 0; i < names.Length; i++)
        {
            Put(graph, batch, i + 1, state, $"{norm}.{names[i]}");
        }

        return batch.Outputs[0];
    }

    private static void Put(OnnxGraph graph, OnnxNode node, int input, IDictionary<string, Tensor> state, string name)
    {
        OnnxTensor given = (node.Inputs.Count > input ? graph.Initializer(node.Inputs[input]) : null) ?? throw Wrong(name, $"a constant as input {input} of {node.OpType}");
        Tensor place = state[name];
        if (given.ElementType != OnnxElementType.Float || !given.Dims.SequenceEqual(place.shape))
        {
            throw Wrong(name, $"float [{string.Join(", ", place.shape)}]; the initializer '{given.Name}' is {given.ElementType} [{string.Join(", ", given.Dims)}]");
        }

        using Tensor values = tensor(given.AsSpan<float>().ToArray(), place.shape);
        place.copy_(values);
    }

    private static string After(OnnxGraph graph, string value, string opType, string place) => Only(graph, value, opType, place, null).Outputs[0];

    /// <summary>The node of a kind that takes a value; of convolutions the one with this kernel.</summary>
    private static OnnxNode Only(OnnxGraph graph, string value, string opType, string place, long? kernel)
    {
        OnnxNode[] found = [.. graph.Nodes.Where(n => n.OpType == opType && n.Inputs.Contains(value) && (kernel is null || graph.Initializer(n.Inputs[1])?.Dims.LastOrDefault() == kernel))];
        return found.Length == 1 ? found[0] : throw Wrong(place, $"one {opType} that takes '{value}'; there are {found.Length}");
    }

    private static OnnxFormatException Wrong(string place, string expected) =>
        new($"This graph is no ResNet-18 with its batch normalisations: at {place} was expected {expected}", place, "Export the network again without folding normalisations into convolutions.");
}
