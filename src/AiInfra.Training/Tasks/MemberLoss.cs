using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Tasks;

/// <summary>The mean of the members' losses, so that each learns by itself. Output [members x batch, outputs] in training, of all together [batch, outputs] otherwise.</summary>
internal sealed class MemberLoss(ILoss inner, int members) : ILoss
{
    public Tensor Compute(Tensor output, Batch batch)
    {
        if (output.shape[0] == batch.Count)
        {
            return inner.Compute(output, batch);
        }

        // The batch owns its own tensors; these end with the step.
        var repeated = new Batch(batch.Input, batch.Target?.repeat(members), batch.Weight?.repeat(members));
        return inner.Compute(output, repeated);
    }
}
