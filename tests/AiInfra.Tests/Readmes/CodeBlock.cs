namespace AiInfra.Tests.Readmes;

/// <summary>C# that a Markdown file shows, or that a test runs for it.</summary>
/// <param name="Document">The Markdown file, from the repository's root.</param>
/// <param name="Number">Which of its C# blocks, from 1.</param>
/// <param name="Lines">Its lines, without indentation and empty ones.</param>
internal sealed record CodeBlock(string Document, int Number, IReadOnlyList<string> Lines);
