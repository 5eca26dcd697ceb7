using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Language;

/// <summary>Texts that a model in TorchSharp reads.</summary>
internal sealed class ModelDecoding(DecoderModel model, int batch) : IDecoding
{
    private readonly KeyValueCache _cache = new(model.Options.Layers);

    public float[] Read(DecodingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        bool learning = model.training;
        if (learning)
        {
            model.eval();
        }

        try
        {
            using IDisposable grad = inference_mode();
            using DisposeScope scope = NewDisposeScope();
            Device device = model.parameters().First().device;
            Tensor Rows(long[] values) => tensor(values, [batch, values.Length / batch], device: device);
            Tensor tokens = Rows(step.Tokens);
            var plan = new AttentionPlan { Mask = AttentionPlan.MaskOf(Rows(step.Present), tokens.shape[1], causal: true), Cache = _cache };
            return model.Read(tokens, Rows(step.Positions), plan, lastOnly: true).to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        }
        finally
        {
            if (learning)
            {
                model.train();
            }
        }
    }

    public void Dispose() => _cache.Dispose();
}
