using AiInfra.Training.Loading;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;

namespace AiInfra.Training.Language;

/// <summary>Cross entropy of the next token, the mean over all places that have one, in nats.</summary>
internal sealed class NextTokenLoss : ILoss
{
    private const long Ignored = -100;

    /// <summary>Scores [batch, time, tokens]; the target of the batch, or its input one place later within each sequence.</summary>
    public Tensor Compute(Tensor output, Batch batch)
    {
        Tensor target = batch.Target ?? Later(batch);
        if (target.dtype != ScalarType.Int64 || !target.shape.AsSpan().SequenceEqual(output.shape.AsSpan()[..^1]))
        {
            throw new TrainingException($"Next tokens are int64 [{string.Join(", ", output.shape[..^1])}]; the batch's target is {target.dtype} [{string.Join(", ", target.shape)}].");
        }

        TokenCheck.Range(target, output.shape[^1], "Target", Ignored);
        return nn.functional.cross_entropy(output.flatten(0, 1), target.flatten(), ignore_index: Ignored);
    }

    private static Tensor Later(Batch batch)
    {
        Tensor input = batch.Input;
        Tensor target = full_like(input, Ignored);
        if (input.shape[1] > 1)
        {
            Tensor next = input.narrow(1, 1, input.shape[1] - 1);
            if (batch.Segments is { } segments)
            {
                Tensor there = segments.narrow(1, 1, input.shape[1] - 1), here = segments.narrow(1, 0, input.shape[1] - 1);
                next = next.masked_fill(there.ne(here).logical_or(there.eq(0)), Ignored);
            }
            else if (batch.Lengths is { } lengths)
            {
                next = next.masked_fill(arange(1, input.shape[1], ScalarType.Int64, input.device).unsqueeze(0).ge(lengths.unsqueeze(1)), Ignored);
            }

            target.narrow(1, 0, input.shape[1] - 1).copy_(next);
        }

        return target.ne(Ignored).any().item<bool>() ? target
            : throw new TrainingException("No place of the batch has a next token: sequences to learn from have two tokens at least.");
    }
}
