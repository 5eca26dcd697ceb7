namespace AiInfra.Core.Catalog;

/// <summary>Somebody else changed the same thing first: read it again and decide anew.</summary>
public sealed class CatalogConflictException(string message) : InvalidOperationException(message);
