using AiInfra.Training.Loading;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace TrainLanguageModel;

/// <summary>The loss by characters, which is comparable over tokenizers: nats a token, times tokens a character, in bits.</summary>
internal sealed class BitsPerCharacter(double tokensPerCharacter) : IBatchMetric
{
    public string Name => "bits-per-character";

    public Tensor Measure(Tensor output, Batch batch) =>
        nn.functional.cross_entropy(output.flatten(0, 1), batch.Target!.flatten()) * (tokensPerCharacter / Math.Log(2));
}
