namespace AiInfra.Markup;

/// <summary>Something that happened along a chart.</summary>
/// <param name="X">Where.</param>
/// <param name="Kind">What; the class "k-" with it gives its colour.</param>
/// <param name="Words">In words.</param>
internal readonly record struct HtmlMark(double X, string Kind, string Words);
