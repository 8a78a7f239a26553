# The texts of the demo's own pages, in Brazilian Portuguese.

demo-home-heading = Um site com contas
demo-home-text = Esta é uma aplicação actix-web sobre o pow-core. Ela funciona sem JavaScript e guarda seus dados em um banco de dados separado.
demo-you-are = Você está
demo-signed-in-as = conectado como { $name }
demo-signed-out = desconectado
demo-open-protected = Abrir a página para membros
demo-your-account = Sua conta
demo-register = Criar uma conta
demo-sign-in = Entrar
demo-try = Para experimentar
demo-try-sign-out = Saia e entre de novo. Digite primeiro uma senha errada.
demo-try-two = Entre em um segundo navegador e depois troque sua senha neste. No segundo navegador, a sessão é encerrada.
demo-try-delete = Exclua sua conta e cadastre-se de novo com o mesmo endereço.
demo-try-protected = Você entra primeiro, e a página se abre.
demo-try-common = Cadastre-se com uma senha muito comum, como { $password }.
demo-try-twice = Tente cadastrar o mesmo endereço duas vezes.
demo-try-forgot = Redefinir uma senha esquecida
demo-try-mailbox = Ler os e‑mails que este site enviou
demo-try-client = Usar este site pelo JSON
demo-try-language = Escolha outro idioma no fim desta página.
demo-how = Como esta demonstração funciona
demo-database = Banco de dados
demo-sqlite-file = SQLite, em um arquivo
demo-sqlite-memory = SQLite, na memória
demo-sessions = As sessões ficam em
demo-policy = Regras
demo-extensions = Extensões
demo-none = nenhuma
demo-help = Este comando mostra como mudar isso:
demo-protected = Para membros
demo-protected-user = protegido: { $name }
demo-protected-text = Só vê esta página quem entrou. Os outros entram primeiro e depois voltam para cá.
demo-back = Voltar para a página inicial
demo-client = Cliente JSON
demo-client-text = Esta página é um script sem framework. Ela mostra cada página deste site a partir do JSON.
demo-mailbox = Caixa de correio
demo-mailbox-text = Todos os e‑mails que este site enviou, para qualquer endereço. Um site de verdade não tem uma página assim.
demo-mailbox-empty = Nenhum e‑mail ainda.
demo-mailbox-to = para { $to }
demo-mailbox-more = { $count ->
    [one] Há { $count } e‑mail mais antigo na pasta.
   *[other] Há { $count } e‑mails mais antigos na pasta.
}
demo-mailbox-all = Todos os e‑mails
demo-mail = E‑mail
demo-mail-from = De
demo-mail-to = Para
demo-mail-date = Data
demo-mail-html = Versão HTML
demo-mail-frame = O e‑mail em HTML
demo-mail-text = Versão em texto
