using System.Security.Cryptography;
using System.Text;

namespace Automation.Local.Graph.Page;

/// <summary>The one style sheet of the mailbox page, and the policy that knows it by its hash.</summary>
internal static class MailboxStyle
{
    public const string Text = """
        :root { color-scheme: light dark; --back: #f5f5f7; --card: #fff; --line: #d9dbe0; --text: #1b1b1f; --soft: #5c5f66; --mark: #2b6cc4; --own: #eef4fd; }
        @media (prefers-color-scheme: dark) { :root { --back: #18191c; --card: #232428; --line: #3a3c42; --text: #ececf0; --soft: #a3a6ae; --mark: #7fb0f0; --own: #1f2a3a; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
        header, main { max-width: 80rem; margin: 0 auto; padding: 0 1rem; }
        header { padding-top: 1.5rem; }
        h1 { margin: 0; font-size: 1.4rem; }
        h2 { margin: 0 0 .5rem; font-size: 1.05rem; }
        h2 small { font-weight: 400; color: var(--soft); }
        h2 a { color: var(--mark); }
        header p { margin: .2rem 0 .8rem; color: var(--soft); }
        nav { display: flex; flex-wrap: wrap; gap: .4rem; margin-bottom: 1rem; }
        nav a { padding: .15rem .7rem; border: 1px solid var(--line); border-radius: 1rem; color: inherit; text-decoration: none; background: var(--card); }
        nav a.on { border-color: currentColor; font-weight: 600; }
        nav a.act { border-color: var(--mark); color: var(--mark); }
        .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; align-items: start; }
        .columns > section { min-width: 0; }
        @media (max-width: 50rem) { .columns { grid-template-columns: 1fr; } }
        .row { display: block; padding: .5rem .8rem; margin-bottom: .4rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); color: inherit; text-decoration: none; }
        .row:hover, .row:focus { border-color: var(--mark); }
        .row b, .row span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .row .meta, .meta { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; font-size: .85rem; color: var(--soft); }
        .row .preview { color: var(--soft); font-size: .9rem; }
        .badge { display: inline-block; padding: 0 .5rem; border-radius: .3rem; border: 1px solid var(--line); }
        .badge.ok { border-color: #2e7d4f; color: #2e7d4f; }
        .badge.bad { border-color: #c4314b; color: #c4314b; }
        @media (prefers-color-scheme: dark) { .badge.ok { color: #7fd3a0; } .badge.bad { color: #ff8fa3; } }
        article { margin: 0 6rem .9rem 0; padding: .7rem 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); overflow-wrap: anywhere; }
        article.own { margin: 0 0 .9rem 6rem; background: var(--own); }
        @media (max-width: 50rem) { article, article.own { margin: 0 0 .9rem; } }
        article h3 { margin: .2rem 0 .5rem; font-size: 1rem; }
        pre { margin: 0; white-space: pre-wrap; font: inherit; }
        details { margin-top: .5rem; font-size: .85rem; color: var(--soft); }
        details pre { font: 12px/1.4 ui-monospace, monospace; padding: .5rem; border: 1px solid var(--line); border-radius: .3rem; max-height: 24rem; overflow: auto; }
        iframe { width: 100%; height: 18rem; margin-top: .4rem; border: 1px solid var(--line); border-radius: .3rem; background: #fff; resize: vertical; }
        form { padding: .8rem 1rem 1rem; margin-bottom: 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
        label { display: block; margin: .5rem 0 .15rem; font-size: .85rem; color: var(--soft); }
        input[type=text], select, textarea { width: 100%; padding: .4rem .6rem; border: 1px solid var(--line); border-radius: .3rem; background: var(--back); color: inherit; font: inherit; }
        textarea { min-height: 9rem; resize: vertical; }
        input[type=file] { width: 100%; padding: 2.2rem 1rem; border: 2px dashed var(--line); border-radius: .5rem; background: var(--back); color: inherit; font: inherit; }
        button { margin-top: .8rem; padding: .35rem 1.1rem; border: 1px solid var(--mark); border-radius: .3rem; background: var(--mark); color: var(--card); font: inherit; font-weight: 600; cursor: pointer; }
        .none { padding: 2rem; text-align: center; color: var(--soft); border: 1px dashed var(--line); border-radius: .5rem; }
        .links a { color: var(--mark); margin-right: .8rem; }
        code { font: 12px/1.4 ui-monospace, monospace; }
        """;

    /// <summary>No script and nothing from elsewhere; forms and frames lead to this page only.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>For the HTML of a mail in its frame: its own styles, pictures that it brings, and nothing else.</summary>
    public const string BodyPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";
}
