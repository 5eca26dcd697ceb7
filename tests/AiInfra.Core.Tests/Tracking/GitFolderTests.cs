using AiInfra.Core.Tracking;
using AiInfra.Support;

namespace AiInfra.Core.Tests.Tracking;

public sealed class GitFolderTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Commit_BranchInAFile_IsFoundFromAFolderBelow()
    {
        Write(".git/HEAD", "ref: refs/heads/main\n");
        Write(".git/refs/heads/main", Commit + "\n");
        Assert.Equal(Commit, GitFolder.Commit(Directory.CreateDirectory(_folder.File("src/deep")).FullName));
    }

    [Fact]
    public void Commit_PackedBranch_IsFound()
    {
        Write(".git/HEAD", "ref: refs/heads/feature/x");
        Write(".git/packed-refs", $"# pack-refs with: peeled\nffff456789abcdef0123456789abcdef01234567 refs/heads/x\n{Commit} refs/heads/feature/x\n");
        Assert.Equal(Commit, GitFolder.Commit(_folder));
    }

    [Fact]
    public void Commit_DetachedHead_IsTheHead()
    {
        Write(".git/HEAD", Commit);
        Assert.Equal(Commit, GitFolder.Commit(_folder));
    }

    [Fact]
    public void Commit_Worktree_IsThatOfItsBranch()
    {
        Write("main/.git/worktrees/w/HEAD", "ref: refs/heads/w");
        Write("main/.git/worktrees/w/commondir", "../..\n");
        Write("main/.git/refs/heads/w", Commit);
        Write("w/.git", "gitdir: ../main/.git/worktrees/w\n");
        Assert.Equal(Commit, GitFolder.Commit(_folder.File("w")));
    }

    [Theory]
    [InlineData("ref: refs/heads/none")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void Commit_NoneOrNonsense_IsNull(string head)
    {
        Write(".git/HEAD", head);
        Assert.Null(GitFolder.Commit(_folder));
    }

    private void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(path))!);
        _folder.File(path, content);
    }
}
