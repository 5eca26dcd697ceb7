namespace AiInfra.Core.Filters;

/// <summary>A text is no filter, or no order, of what is searched; the message says what was expected where.</summary>
/// <param name="message">What was expected and what came.</param>
/// <param name="text">The whole text.</param>
/// <param name="position">Where in it, from zero.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class FilterException(string message, string text, int position, Exception? inner = null)
    : AiInfraException($"{message.TrimEnd('.')}, at position {position} of \"{text}\".", inner)
{
    /// <summary>The whole text.</summary>
    public string Text { get; } = text;

    /// <summary>Where in it, from zero.</summary>
    public int Position { get; } = position;
}
