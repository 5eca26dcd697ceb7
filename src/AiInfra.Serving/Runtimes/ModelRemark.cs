namespace AiInfra.Serving.Runtimes;

/// <summary>Something about a model that whoever serves it should know.</summary>
/// <param name="IsWarning">Whether answers may not be what one expects; otherwise it is only said.</param>
/// <param name="Text">In words, with the cure.</param>
internal sealed record ModelRemark(bool IsWarning, string Text);
