
namespace AiInfra.Training.Language;

/// <summary>Continues texts by a language model.</summary>
public static class TokenDecoderExtensions
{
    /// <summary>Continues one text.</summary>
    /// <param name="decoder">The model.</param>
    /// <param name="prompt">Its tokens, one at least.</param>
    /// <param name="options">How; null takes the defaults: the likeliest tokens, 128 of them.</param>
    /// <param name="cancellationToken">Ends it between two tokens.</param>
    /// <inheritdoc cref="Generate(ITokenDecoder, IReadOnlyList{long[]}, GenerationOptions?, CancellationToken)" path="/exception" />
    public static GeneratedText Generate(this ITokenDecoder decoder, long[] prompt, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return Generate(decoder, [prompt], options, cancellationToken)[0];
    }

    /// <summary>Continues several texts at once, of any lengths: shorter ones are padded before their start, which changes nothing of what they are continued by.</summary>
    /// <param name="decoder">The model.</param>
    /// <param name="prompts">Their tokens, one at least each.</param>
    /// <param name="options">How; null takes the defaults: the likeliest tokens, 128 of them.</param>
    /// <param name="cancellationToken">Ends it between two tokens.</param>
    /// <exception cref="TrainingException">A prompt is empty, fills the context, or has a token that is none (the message names prompt and place); a stop token is none; the model's scores are no numbers.</exception>
    /// <exception cref="ArgumentException">An option is not one, or there is no prompt.</exception>
    public static IReadOnlyList<GeneratedText> Generate(this ITokenDecoder decoder, IReadOnlyList<long[]> prompts, GenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentOutOfRangeException.ThrowIfZero(prompts.Count, nameof(prompts));
        options = (options ?? new()).Checked(nameof(options));
        for (int i = 0; i < prompts.Count; i++)
        {
            Check(decoder, prompts[i], i);
        }

        foreach (long stop in options.StopTokens)
        {
            if (stop < 0 || stop >= decoder.VocabularySize)
            {
                throw new TrainingException($"Stop token {stop} is none, and would never come: the model's vocabulary has {decoder.VocabularySize}, numbered from 0.");
            }
        }

        return Run(decoder, prompts, options, cancellationToken);
    }

    private static GeneratedText[] Run(ITokenDecoder decoder, IReadOnlyList<long[]> prompts, GenerationOptions options, CancellationToken cancellationToken)
    {
        int batch = prompts.Count, width = prompts.Max(p => p.Length);
        List<long>[] texts = [.. prompts.Select(p => p.ToList())];
        List<long>[] present = [.. prompts.Select(p => Enumerable.Repeat(0L, width - p.Length).Concat(Enumerable.Repeat(1L, p.Length)).ToList())];
        GenerationEnd?[] ends = new GenerationEnd?[batch];
        TokenChoice[] choices = [.. Enumerable.Range(0, batch).Select(r => new TokenChoice(options, r))];
        using IDecoding decoding = decoder.Begin(batch);
        var next = new DecodingStep(
            [.. prompts.SelectMany(p => Enumerable.Repeat(0L, width - p.Length).Concat(p))],
            [.. prompts.SelectMany(p => Enumerable.Repeat(0L, width - p.Length).Concat(Enumerable.Range(0, p.Length).Select(i => (long)i)))],
            [.. present.SelectMany(p => p)]);
        for (int step = 0; ; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            float[] scores = decoding.Read(next);
            for (int row = 0; row < batch; row++)
            {
                // A text that has ended is read on as padding, until all have.
                bool goesOn = ends[row] is null;
                if (goesOn)
                {
                    long token = choices[row].Next(scores.AsSpan(row * decoder.VocabularySize, decoder.VocabularySize), texts[row], step);
                    ends[row] = options.StopTokens.Contains(token) ? GenerationEnd.StopToken : null;
                    goesOn = ends[row] is null;
                    if (goesOn)
                    {
                        texts[row].Add(token);
                        ends[row] = step + 1 == options.MaxNewTokens ? GenerationEnd.Tokens : texts[row].Count == decoder.Context ? GenerationEnd.Context : null;
                    }
                }

                present[row].Add(goesOn ? 1 : 0);
            }

            if (Array.TrueForAll(ends, e => e is not null))
            {
                return [.. texts.Select((t, row) => new GeneratedText([.. t.Skip(prompts[row].Length)], ends[row]!.Value))];
            }

            next = new DecodingStep([.. texts.Select(t => t[^1])], [.. texts.Select(t => t.Count - 1L)], [.. present.SelectMany(p => p)]);
        }
    }

    private static void Check(ITokenDecoder decoder, long[]? prompt, int number)
    {
        if (prompt is not { Length: > 0 })
        {
            throw new TrainingException($"Prompt {number} has no token; a model continues one at least. Begin with the token that texts end with.");
        }

        if (prompt.Length >= decoder.Context)
        {
            throw new TrainingException($"Prompt {number} has {prompt.Length} tokens and the model's context is {decoder.Context}: there is no room for a new one. Give its end alone.");
        }

        int odd = Array.FindIndex(prompt, t => t < 0 || t >= decoder.VocabularySize);
        if (odd >= 0)
        {
            throw new TrainingException($"Token {prompt[odd]} of prompt {number} at place {odd} is none: the model's vocabulary has {decoder.VocabularySize}, numbered from 0.");
        }
    }
}
