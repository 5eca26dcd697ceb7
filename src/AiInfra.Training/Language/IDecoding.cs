namespace AiInfra.Training.Language;

/// <summary>Texts that are being read. It remembers what it computed of them; disposing it frees that.</summary>
public interface IDecoding : IDisposable
{
    /// <summary>Reads on, and scores what comes after the last token.</summary>
    /// <param name="step">The tokens.</param>
    /// <returns>Scores, [batch, tokens] row by row: logarithms of probabilities up to a constant.</returns>
    float[] Read(DecodingStep step);
}
