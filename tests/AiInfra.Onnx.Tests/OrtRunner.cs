using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AiInfra.Onnx.Tests;

/// <summary>ONNX Runtime, for floats.</summary>
internal sealed class OrtRunner : IOnnxRunner
{
    public IOnnxSession Open(OnnxModel model) => new Session(new InferenceSession(model.ToBytes()));

    public static float[] Run(OnnxModel model, string input, float[] values, params long[] dims)
    {
        using IOnnxSession session = new OrtRunner().Open(model);
        return session.Run(new Dictionary<string, OnnxTensor> { [input] = OnnxTensor.Of<float>(input, values, dims) })[model.Graph.Outputs[0].Name].AsSpan<float>().ToArray();
    }

    private sealed class Session(InferenceSession session) : IOnnxSession
    {
        public IReadOnlyDictionary<string, OnnxTensor> Run(IReadOnlyDictionary<string, OnnxTensor> inputs)
        {
            using var outputs = session.Run([.. inputs.Select(i => NamedOnnxValue.CreateFromTensor(i.Key, new DenseTensor<float>(i.Value.AsSpan<float>().ToArray(), [.. i.Value.Dims.Select(d => (int)d)])))]);
            return outputs.ToDictionary(o => o.Name, o => OnnxTensor.Of<float>(o.Name, o.AsTensor<float>().ToArray(), [.. o.AsTensor<float>().Dimensions.ToArray().Select(d => (long)d)]));
        }

        public void Dispose() => session.Dispose();
    }
}
