namespace AiInfra.Training.Language;

/// <summary>The next tokens of a batch of texts. All arrays are row by row.</summary>
/// <param name="Tokens">Tokens, [batch, time].</param>
/// <param name="Positions">The place of each in its text, from 0, [batch, time].</param>
/// <param name="Present">1 for each token read so far, these included, and 0 for padding, which stands before a text: [batch, all].</param>
public sealed record DecodingStep(long[] Tokens, long[] Positions, long[] Present)
{
    /// <inheritdoc />
    public override string ToString() => $"DecodingStep {{ Tokens = {Shown.List(Tokens)}, Positions = {Shown.List(Positions)}, Present = {Shown.List(Present)} }}";
}
