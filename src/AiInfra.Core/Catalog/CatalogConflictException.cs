namespace AiInfra.Core.Catalog;

/// <summary>Somebody else changed the same thing first: read it again and decide anew.</summary>
public sealed class CatalogConflictException(string message, Exception? inner = null) : AiInfraException(message, inner);
