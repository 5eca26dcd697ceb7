namespace AiInfra.Core.Catalog;

/// <summary>The catalog has no such entry. The message names what was asked for and, where the list is short, what there is.</summary>
public sealed class CatalogNotFoundException(string message, Exception? inner = null) : AiInfraException(message, inner);
