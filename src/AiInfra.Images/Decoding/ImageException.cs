namespace AiInfra.Images.Decoding;

/// <summary>An image can't be decoded, is larger than allowed, or a folder has none. The message names the file and what was found.</summary>
public sealed class ImageException(string message, Exception? inner = null) : AiInfraException(message, inner);
