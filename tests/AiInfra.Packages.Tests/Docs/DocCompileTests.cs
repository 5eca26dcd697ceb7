using AiInfra.Support;

namespace AiInfra.Packages.Tests.Docs;

/// <summary>Every C# block of the documents compiles as it stands, in the kind of project and with the packages that its document names.</summary>
public sealed class DocCompileTests(PackedFeed feed)
{
    public static TheoryData<string, int> Blocks { get; } = [.. Checkout.Find() is { } repository ? DocFolder.Blocks(repository).Select(b => (b.Document, b.Number)) : []];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Blocks))]
    public async Task Block_InTheProjectThatItsDocumentNames_Compiles(string document, int number)
    {
        Assert.SkipWhen(feed.Absent is not null, feed.Absent ?? "");
        DocBlock block = DocFolder.Blocks(Checkout.Find()!).Single(b => b.Document == document && b.Number == number);
        Assert.True(block.Kind is not null, $"{document} does not say what project its code belongs to: before it, name `dotnet new web` (or worker, console) and the packages in one line.");
        string[] said = await feed.CompiledDocs;

        string errors = string.Join('\n', said.Where(line => line.StartsWith(block.File + "(", StringComparison.Ordinal)));
        Assert.True(errors.Length == 0, errors);
        Assert.True(feed.IsCompiled(block), $"{document} {number} was not compiled:\n{string.Join('\n', said.Take(20))}");
    }
}
