using AiInfra.Support;
using AiInfra.Training.Runtime;

namespace AiInfra.Training.Tests.Export;

public sealed class ModuleTableTests
{
    private const string Start = "<!-- modules -->\n", End = "<!-- /modules -->";

    [Fact]
    public void Docs_ListEveryModuleOfTorchSharp()
    {
        Libtorch.Load();
        string path = Checkout.Require("docs/export.md");
        string page = File.ReadAllText(path).ReplaceLineEndings("\n");
        (int from, int to) = (page.IndexOf(Start, StringComparison.Ordinal) + Start.Length, page.IndexOf(End, StringComparison.Ordinal));
        string table = ModuleTable.Text();
        if (Environment.GetEnvironmentVariable("AIINFRA_WRITE") == "1")
        {
            File.WriteAllText(path, page[..from] + table + page[to..]);
            return;
        }

        Assert.True(table == page[from..to], "The table of docs/export.md is not what the converters write. Run this test with AIINFRA_WRITE=1.");
    }
}
