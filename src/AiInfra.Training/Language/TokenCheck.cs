using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Language;

/// <summary>What models ask of tokens, before libtorch does: it would not say which token is wrong, and on a device it would end the process's use of it.</summary>
internal static class TokenCheck
{
    /// <exception cref="TrainingException">They are not int64 [batch, time], too long, or one is none of the vocabulary.</exception>
    public static void Inputs(Tensor tokens, TransformerOptions options)
    {
        if (tokens.dim() != 2 || tokens.dtype != ScalarType.Int64 || tokens.shape[1] == 0)
        {
            throw new TrainingException($"Tokens are int64 [batch, time] with one place at least; these are {tokens.dtype} [{string.Join(", ", tokens.shape)}].");
        }

        if (tokens.shape[1] > options.Context)
        {
            throw new TrainingException($"The sequences have {tokens.shape[1]} tokens; the model's context is {options.Context}. Cut them, or make the model with a longer {nameof(TransformerOptions.Context)}.");
        }

        Range(tokens, options.VocabularySize, "Token", ignored: 0);
    }

    /// <summary>Numbers from 0 to below a count, or the one that is ignored.</summary>
    public static void Range(Tensor tokens, long count, string what, long ignored)
    {
        if (tokens.device_type != DeviceType.CPU)
        {
            using DisposeScope scope = NewDisposeScope();
            if (!tokens.lt(0).logical_and(tokens.ne(ignored)).logical_or(tokens.ge(count)).any().item<bool>())
            {
                return;
            }
        }

        using Tensor here = tokens.cpu().contiguous();
        ReadOnlySpan<long> numbers = MemoryMarshal.Cast<byte, long>(here.bytes);
        for (int i = 0; i < numbers.Length; i++)
        {
            if ((ulong)numbers[i] >= (ulong)count && numbers[i] != ignored)
            {
                throw new TrainingException($"{what} {numbers[i]} in row {i / tokens.shape[1]} of the batch at place {i % tokens.shape[1]} is none: the vocabulary has {count}, numbered from 0. Make the model with the tokenizer's {nameof(TransformerOptions.VocabularySize)}.");
            }
        }
    }
}
